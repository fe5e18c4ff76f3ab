import { existsSync } from "node:fs";
import { decisionsIn, readJournal, timesIn } from "../journal.ts";
import { measuredIn } from "../study-folder.ts";
import { readSpec, requireSameSpec } from "../study-spec.ts";
import type { PilotPaths } from "./pilot-paths.ts";
import { type PilotSpec, pilotRules } from "./pilot-spec.ts";
import { isValid } from "./plan/is-valid.ts";
import { openWork } from "./plan/open-work.ts";
import type { Decision, PilotPlan, PilotState } from "./plan/pilot-state.ts";
import type { RunTime } from "./plan/timing.ts";
import { readTried } from "./read-job.ts";

/** How far a pilot is on disk. */
export interface Progress {
	readonly state: PilotState;
	readonly times: readonly RunTime[];
	/** Jobs that are done, including those that are of no use any more. */
	readonly count: number;
}

/**
 * Reads how far a pilot is, and changes nothing; one that was never begun has done nothing. Throws `recipe` if the folder
 * was started with another pilot, and `data`.
 */
export async function readProgress(
	paths: PilotPaths,
	spec: PilotSpec,
	plan: PilotPlan,
): Promise<Progress> {
	const done = new Map<string, Awaited<ReturnType<typeof readTried>>>();
	const failed = new Set<string>();
	if (!existsSync(paths.spec))
		return { state: { done, failed, decisions: [] }, times: [], count: 0 };
	const begun = await readSpec(paths, pilotRules);
	requireSameSpec(paths.root, begun, spec, pilotRules);
	const journal = await readJournal<Decision, RunTime>(paths);
	const decisions = decisionsIn(journal).filter(isValid);
	const state = { done, failed, decisions };
	for (;;) {
		const found = openWork(plan, state).jobs.filter(({ id }) =>
			existsSync(paths.measure(id)),
		);
		if (found.length === 0) break;
		for (const job of found) done.set(job.id, await readTried(paths, job));
	}
	const count = (await measuredIn(paths)).length;
	return { state, times: timesIn(journal), count };
}
