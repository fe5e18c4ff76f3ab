import { existsSync } from "node:fs";
import { join } from "node:path";
import type { EvalResult } from "../../../eval/eval-result.ts";
import { readEvents } from "../../../runs/event-log.ts";
import { isTimed, type RunEvent } from "../../../runs/events.ts";
import { eventsPath, runFiles } from "../../../runs/run-manifest.ts";
import { axisScores, deviationMeasures } from "../../measures/axis-scores.ts";
import { meanOverRuns } from "../../measures/paired-gain.ts";
import type { CurvePoint, Values } from "../pilot-result.ts";

/** What a run's own events tell of it. */
export interface RunHistory {
	readonly curve: readonly CurvePoint[];
	readonly seconds: number;
	readonly memoryBytes: number;
}

/** Reads a run's events; a run that was never begun has none. */
export async function readHistory(run: string): Promise<RunHistory> {
	const there = existsSync(join(run, runFiles.events));
	const events: readonly RunEvent[] = there
		? await readEvents(eventsPath(run))
		: [];
	const timed = events.filter(isTimed);
	return {
		curve: events.flatMap((event) =>
			event.kind === "evaluation"
				? [
						{
							step: event.step,
							nll: event.nll?.value ?? null,
							klGeneral: event.klGeneral?.value ?? null,
						},
					]
				: [],
		),
		seconds: timed.at(-1)?.cost.seconds ?? 0,
		memoryBytes: Math.max(0, ...timed.map(({ cost }) => cost.memoryBytes)),
	};
}

/** What one subject has on all axes. */
export function valuesOf({ tasks }: EvalResult): Values {
	return Object.fromEntries([
		...tasks.map((task) => {
			const { axis, units } = axisScores(task);
			return [axis.name, meanOverRuns([units])] as const;
		}),
		...tasks
			.flatMap(deviationMeasures)
			.map(({ axis, value }) => [axis.name, value] as const),
	]);
}
