import { readStageEvents } from "./stage-events.ts";

/** What a run's last evaluation up to where it stands says of it. */
export async function lastEvaluation(
	run: string,
): Promise<{ readonly nll: number | null; readonly moved: number | null }> {
	const events = (await readStageEvents(run)).flat();
	const last = events.findLast((event) => event.kind === "evaluation");
	if (last?.kind !== "evaluation") return { nll: null, moved: null };
	return {
		nll: last.nll?.value ?? null,
		moved: last.klGeneral?.value ?? null,
	};
}
