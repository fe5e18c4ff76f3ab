import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import {
	type ResolvedRecipe,
	resolveRecipe,
} from "../../recipes/resolve/resolve-recipe.ts";
import type { Recipe } from "../../recipes/schemas/recipe-schema.ts";
import { listCheckpoints } from "../../runs/checkpoint.ts";
import type { RunEvent } from "../../runs/events.ts";
import { runFiles } from "../../runs/folder/run-files.ts";
import { readManifest } from "../../runs/folder/run-manifest.ts";
import { isStaged, stagePath } from "../../runs/staged-run.ts";
import { resumeBy, runBy } from "../../train/run/run-by.ts";
import type { BegunRun } from "../../train/run/run-options.ts";
import { runLoop } from "../../train/run/run-recipe.ts";
import { shareDone } from "../../train/watch/share-done.ts";
import { ShareWatch } from "./share-watch.ts";
import { stageShares } from "./stage-shares.ts";
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
	const weights = stageShares(stages);
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
		const loop = runLoop(options.engines);
		const { state } = begun
			? await resumeBy(loop, root, given)
			: await runBy(loop, stages, { ...given, out: root });
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

async function hasCheckpoint(run: string): Promise<boolean> {
	return (await listCheckpoints(join(run, runFiles.checkpoints))).length > 0;
}

/** The recipe of the last stage that has a checkpoint. */
async function lastStage(
	root: string,
	stages: readonly Recipe[],
): Promise<ResolvedRecipe> {
	const paths = stages.map(({ objective }, i) =>
		stagePath(root, i, objective.kind),
	);
	const begun = paths.filter((one) => existsSync(join(one, runFiles.manifest)));
	let path = begun.at(-1);
	// A stage that was killed before its first checkpoint still has the model of the stage before.
	for (const one of begun) if (await hasCheckpoint(one)) path = one;
	if (path === undefined)
		return resolveRecipe({ ...(stages[0] as Recipe), out: root }).recipe;
	const { recipe } = await readManifest(path);
	return { ...(recipe as unknown as ResolvedRecipe), out: path };
}
