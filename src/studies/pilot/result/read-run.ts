import type { EvalResult } from "../../../eval/eval-result.ts";
import {
	type AlarmEvent,
	type ColdStartEvent,
	isTimed,
	type LeashEvent,
	type RunEvent,
} from "../../../runs/events.ts";
import { deviationMeasures } from "../../measures/axis-scores.ts";
import { taskMeasures } from "../../measures/task-measures.ts";
import type {
	CurvePoint,
	PilotRun,
	RunColdStart,
	Values,
} from "../pilot-result.ts";
import { readStageEvents } from "../stage-events.ts";
import { monitorPoints } from "./monitor-points.ts";

/** What a run's own events tell of it. */
export interface RunHistory {
	readonly curve: readonly CurvePoint[];
	readonly monitors: PilotRun["monitors"];
	readonly leash: PilotRun["leash"];
	readonly alarms: PilotRun["alarms"];
	readonly coldStart?: RunColdStart;
	readonly seconds: number;
	readonly memoryBytes: number;
}

function eventsOf<K extends RunEvent["kind"]>(
	events: readonly RunEvent[],
	kind: K,
) {
	return events.filter(
		(event): event is Extract<RunEvent, { kind: K }> => event.kind === kind,
	);
}

/** Reads a run's events; a run that was never begun has none. */
export async function readHistory(run: string): Promise<RunHistory> {
	const stages = await readStageEvents(run);
	const events = stages.flat();
	const timed = events.filter(isTimed);
	const [coldStart] = eventsOf(events, "cold-start");
	return {
		curve: eventsOf(events, "evaluation").map(
			({ step, nll, klGeneral, mTheta, answerDeltas }) => ({
				step,
				nll: nll?.value ?? null,
				klGeneral: klGeneral?.value ?? null,
				// Logs without the answers' own values measured m_theta on held-out rows.
				mTheta: answerDeltas === undefined ? null : mTheta,
			}),
		),
		monitors: monitorPoints(eventsOf(events, "step")),
		leash: leashIn(eventsOf(lastTrained(stages), "leash")),
		alarms: alarmsIn(eventsOf(events, "alarm")),
		...(coldStart && { coldStart: coldStartIn(coldStart) }),
		seconds: timed.at(-1)?.cost.seconds ?? 0,
		memoryBytes: Math.max(0, ...timed.map(({ cost }) => cost.memoryBytes)),
	};
}

/** The events of the last stage that took a step. */
function lastTrained(
	stages: readonly (readonly RunEvent[])[],
): readonly RunEvent[] {
	const stepped = (events: readonly RunEvent[]) =>
		events.some(({ kind }) => kind === "step");
	return stages.findLast(stepped) ?? stages.at(-1) ?? [];
}

function leashIn(events: readonly LeashEvent[]): PilotRun["leash"] {
	const last = events.at(-1);
	if (last === undefined) return null;
	const { kind: _, ...leash } = last;
	return leash;
}

function alarmsIn(events: readonly AlarmEvent[]): PilotRun["alarms"] {
	const first = new Map(
		events.toReversed().map(({ alarm, step }) => [alarm, { alarm, step }]),
	);
	return [...first.values()];
}

function coldStartIn({
	answers,
	greedy,
	signs,
	remedy,
}: ColdStartEvent): RunColdStart {
	return {
		...{ signs, greedy },
		logProb: answers.logProb.value,
		excess: answers.excess.value,
		endP: answers.endP,
		demonstrations: remedy?.demonstrations ?? null,
	};
}

/** What one subject has on all axes. */
export function valuesOf({ tasks }: EvalResult): Values {
	return Object.fromEntries([
		...tasks.flatMap((task) =>
			taskMeasures(task).map(
				({ axis, value }) => [axis.name, value([task])] as const,
			),
		),
		...tasks
			.flatMap(deviationMeasures)
			.map(({ axis, value }) => [axis.name, value] as const),
	]);
}
