import { existsSync } from "node:fs";
import {
	decisionsIn,
	measuredIn,
	type PilotPaths,
	readJournal,
	readSpec,
	timesIn,
} from "./pilot-folder.ts";
import { type PilotSpec, requireSameSpec } from "./pilot-spec.ts";
import { openWork } from "./plan/open-work.ts";
import type { PilotPlan, PilotState } from "./plan/pilot-state.ts";
import type { JobTime } from "./plan/timing.ts";
import { readDone } from "./read-state.ts";

/** How far a pilot is on disk. */
export interface Progress {
	readonly state: PilotState;
	readonly times: readonly JobTime[];
	/** Jobs that are done, those included that are of no use any more. */
	readonly count: number;
}

/**
 * Reads how far a pilot is, and changes nothing; one that was never begun has done nothing. Throws `recipe` where the
 * folder was begun with another pilot, and `data`.
 */
export async function readProgress(
	paths: PilotPaths,
	spec: PilotSpec,
	plan: PilotPlan,
): Promise<Progress> {
	const done = new Map<string, Awaited<ReturnType<typeof readDone>>>();
	const failed = new Set<string>();
	if (!existsSync(paths.spec))
		return { state: { done, failed, decisions: [] }, times: [], count: 0 };
	requireSameSpec(paths.root, await readSpec(paths.spec), spec);
	const journal = await readJournal(paths.journal);
	const state = { done, failed, decisions: decisionsIn(journal) };
	for (;;) {
		const found = openWork(plan, state).jobs.filter(({ id }) =>
			existsSync(paths.measure(id)),
		);
		if (found.length === 0) break;
		for (const job of found) done.set(job.id, await readDone(paths, job));
	}
	const count = (await measuredIn(paths)).length;
	return { state, times: timesIn(journal), count };
}
