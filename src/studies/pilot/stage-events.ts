import { existsSync } from "node:fs";
import { readEvents } from "../../runs/event-log.ts";
import { isTimed, type RunEvent } from "../../runs/events.ts";
import { eventsPath } from "../../runs/folder/run-manifest.ts";
import { isStaged, stageRuns } from "../../runs/staged-run.ts";

/**
 * The events of a run, stage by stage; one list for a run of one stage, and an empty one for a run that was never begun.
 * Steps and seconds continue from the stage before, and a later stage has no evaluation before its first step: how far a
 * run paused between two stages has come does not show in its events.
 */
export async function readStageEvents(run: string): Promise<RunEvent[][]> {
	const runs = (await isStaged(run)) ? await stageRuns(run) : [run];
	const stages: RunEvent[][] = [];
	let before = { step: 0, seconds: 0 };
	for (const [i, path] of runs.entries()) {
		const log = eventsPath(path);
		const own = existsSync(log) ? await readEvents(log) : [];
		const events = i === 0 ? [...own] : own.filter(isInStage);
		const later = events.map((event) => continued(event, before));
		const last = later.findLast(isTimed);
		if (last) before = { step: last.step, seconds: last.cost.seconds };
		stages.push(later);
	}
	return stages;
}

const isInStage = (event: RunEvent) =>
	event.kind !== "evaluation" || event.step > 0;

function continued(
	event: RunEvent,
	before: { readonly step: number; readonly seconds: number },
): RunEvent {
	if (before.step === 0 || !("step" in event)) return event;
	const moved = { ...event, step: event.step + before.step };
	if (!isTimed(moved)) return moved;
	const { cost } = moved;
	const seconds = cost.seconds + before.seconds;
	return { ...moved, cost: { ...cost, seconds } };
}
