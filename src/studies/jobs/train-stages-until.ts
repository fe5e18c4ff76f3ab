import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import {
	type ResolvedRecipe,
	resolveRecipe,
} from "../../recipes/resolve/resolve-recipe.ts";
import type { Recipe } from "../../recipes/schemas/recipe-schema.ts";
import type { RunEvent } from "../../runs/events.ts";
import { runFiles } from "../../runs/folder/run-files.ts";
import { readManifest } from "../../runs/folder/run-manifest.ts";
import { isStaged, stagePath } from "../../runs/staged-run.ts";
import type { BegunRun } from "../../train/run/run-options.ts";
import { resumeRun, runRecipe } from "../../train/run/run-recipe.ts";
import { shareDone } from "../../train/watch/share-done.ts";
import { ShareWatch } from "./share-watch.ts";
import { noTime, shareOf, waitForRun } from "./train-until.ts";
import type { Trained, TrainUntilOptions } from "./trained.ts";

/**
 * Begins or continues a run of several stages, up to a share of all their steps. Stages count by their lengths if all are
 * given in steps or all in epochs, and alike otherwise. Throws what training throws.
 */
export async function trainStagesUntil(
	run: string,
	stages: readonly Recipe[],
	options: Omit<TrainUntilOptions, "inputs">,
): Promise<Trained> {
	const root = resolve(run);
	const weights = weightsOf(stages);
	await waitForRun(root);
	const begun = await isStaged(root);
	const reached = await stagesDone(root, stages, weights);
	if (reached >= options.until)
		return {
			state: reached === 1 ? "finished" : "paused",
			time: noTime,
			recipe: await lastStage(root, stages),
		};
	const watch = new ShareWatch(options);
	let listen: (event: RunEvent) => void = () => {};
	const onBegin = ({ recipe, stage }: BegunRun) => {
		const number = (stage?.number ?? 1) - 1;
		const before = sum(weights.slice(0, number));
		const own = weights[number] ?? 0;
		listen = watch.listen((event) => before + own * shareDone(recipe, event));
	};
	const { signal } = watch;
	const onEvent = (event: RunEvent) => listen(event);
	try {
		const given = { onBegin, onEvent, signal };
		const { state } = begun
			? await resumeRun(root, given)
			: await runRecipe(stages, { ...given, out: root });
		return {
			state: state === "finished" ? state : watch.state,
			time: watch.time,
			recipe: await lastStage(root, stages),
		};
	} finally {
		watch.close();
	}
}

const sum = (values: readonly number[]) =>
	values.reduce((total, one) => total + one, 0);

/** Share of all steps that each stage has. */
function weightsOf(stages: readonly Recipe[]): number[] {
	const kinds = new Set(stages.map(({ length }) => length.kind));
	const lengths = stages.map(({ length }) =>
		kinds.size === 1 ? length.count : 1,
	);
	return lengths.map((length) => length / sum(lengths));
}

/** Share of all steps that is done on disk; 1 only if the last stage has its outcome. */
async function stagesDone(
	root: string,
	stages: readonly Recipe[],
	weights: readonly number[],
): Promise<number> {
	let total = 0;
	for (const [i, { objective, length }] of stages.entries()) {
		const out = stagePath(root, i, objective.kind);
		const share = await shareOf({ out, length });
		if (share !== "finished") return total + (weights[i] ?? 0) * share;
		total += weights[i] ?? 0;
	}
	return 1;
}

/** The recipe with which the last stage that was started is trained. */
async function lastStage(
	root: string,
	stages: readonly Recipe[],
): Promise<ResolvedRecipe> {
	const paths = stages.map(({ objective }, i) =>
		stagePath(root, i, objective.kind),
	);
	const path = paths.findLast((one) =>
		existsSync(join(one, runFiles.manifest)),
	);
	if (path === undefined)
		return resolveRecipe({ ...(stages[0] as Recipe), out: root }).recipe;
	const { recipe } = await readManifest(path);
	return { ...(recipe as unknown as ResolvedRecipe), out: path };
}
