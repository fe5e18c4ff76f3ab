import { isEngineLost } from "../engine/engine-lost.ts";
import type { RunEvent } from "../runs/events.ts";

/** So often a run begins again without having come further in between. */
const mostInVain = 3;

/** Steps that an event reports as done or kept. */
function progressOf(event: RunEvent): number {
	return event.kind === "step" || event.kind === "checkpoint" ? event.step : -1;
}

/**
 * Runs `attempt` and, if the processes of its engine are lost, runs it again, which continues from the last checkpoint: as
 * often as new steps, checkpoints or kept samples came in between, and three times without. `why`: what happened to the
 * attempt before, null for the first one. `kept`: how many files of samples, verdicts and scores the run has kept, which the next
 * attempt reads back. Throws what the last attempt throws.
 */
export async function* acrossFaults(
	attempt: (why: string | null) => AsyncGenerator<RunEvent>,
	signal: AbortSignal,
	kept: () => Promise<number>,
): AsyncGenerator<RunEvent> {
	let why: string | null = null;
	let furthest = -1;
	let mostKept = await kept();
	for (let inVain = 0; ; ) {
		try {
			for await (const event of attempt(why)) {
				const reached = progressOf(event);
				if (reached > furthest) {
					furthest = reached;
					inVain = 0;
				}
				yield event;
			}
			return;
		} catch (error) {
			if (!isEngineLost(error) || signal.aborted) throw error;
			const now = await kept();
			inVain = now > mostKept ? 1 : inVain + 1;
			mostKept = Math.max(mostKept, now);
			if (inVain > mostInVain) throw error;
			why = error.found;
		}
	}
}

/** What a run says if it continues after a fault. `step`: of the checkpoint; null without one. */
export function faultNote(why: string, step: number | null): string {
	const from =
		step === null
			? "begins again, since it had no checkpoint"
			: `continues from the checkpoint of step ${step}`;
	return `The processes of the engine were lost: ${why}. The run ${from}, with new processes.`;
}
