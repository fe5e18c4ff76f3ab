import { join } from "node:path";
import type { Json } from "./events.ts";
import { listRuns } from "./folder/run-manifest.ts";
import { type RunState, type RunSummary, summariseRun } from "./run-summary.ts";
import { readStaged } from "./staged-run.ts";

/** What became of a run of several stages, also of one under way. */
export interface StagedSummary {
	readonly path: string;
	/** Of the stage in hand; `stopped` between two. */
	readonly state: RunState;
	/** The recipes of all stages, unchecked. */
	readonly recipes: readonly Json[];
	/** Stages that were begun, in order. */
	readonly stages: readonly RunSummary[];
}

/** Reads what became of a run of several stages. Throws `data`. */
export async function summariseStages(path: string): Promise<StagedSummary> {
	const recipes = await readStaged(path);
	const stages: RunSummary[] = [];
	for (const stage of await listRuns(join(path, "stages")))
		stages.push(await summariseRun(stage));
	// A run of ten stages and more is not in the order of its names.
	stages.sort((a, b) => numberOf(a) - numberOf(b));
	const last = stages.at(-1)?.state ?? "stopped";
	const rest = stages.length < recipes.length;
	const state = last === "finished" && rest ? "stopped" : last;
	return { path, state, recipes, stages };
}

function numberOf({ path }: RunSummary): number {
	return Number(/(\d+)-[^/\\]*$/.exec(path)?.[1] ?? 0);
}
