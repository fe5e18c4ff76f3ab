import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import {
	type ResolvedRecipe,
	resolveRecipe,
} from "../../recipes/resolve/resolve-recipe.ts";
import type { Recipe } from "../../recipes/schemas/recipe-schema.ts";
import { listCheckpoints } from "../../runs/checkpoint.ts";
import { readEvents } from "../../runs/event-log.ts";
import type { Json } from "../../runs/events.ts";
import { hashInputs } from "../../runs/folder/inputs.ts";
import { leaseTimes } from "../../runs/folder/lease.ts";
import { holderOf } from "../../runs/folder/lock.ts";
import { runFiles } from "../../runs/folder/run-files.ts";
import { RunFolder } from "../../runs/folder/run-folder.ts";
import { eventsPath } from "../../runs/folder/run-manifest.ts";
import { summariseRun } from "../../runs/run-summary.ts";
import { inputsOf } from "../../train/prepare/run-inputs.ts";
import { createRun } from "../../train/run/create-run.ts";
import { followRun } from "../../train/run/follow-run.ts";
import { openRoundScorer } from "../../train/run/open-round-scorer.ts";
import { train } from "../../train/train.ts";
import { shareDone } from "../../train/watch/share-done.ts";
import { ShareWatch } from "./share-watch.ts";
import type { Trained, TrainingTime, TrainUntilOptions } from "./trained.ts";

/** Of a job that found its share trained already. */
export const noTime: TrainingTime = { training: 0, share: 0 };

/** A worker that is being killed may hold its run for some seconds, and one whose machine is gone until its lease ends. */
const patience = { seconds: 1.5 * (leaseTimes.ends / 1000), every: 0.25 };

/** Begins a run or continues it. A run that has its share already is left as it is. Throws what training throws. */
export async function trainUntil(
	recipe: Recipe,
	options: TrainUntilOptions,
): Promise<Trained> {
	const { recipe: resolved } = resolveRecipe(recipe);
	await waitForRun(resolved.out);
	const reached = await shareOf(resolved);
	const before = { time: noTime, recipe: resolved };
	if (reached === "finished") return { ...before, state: reached };
	if (reached >= options.until) return { ...before, state: "paused" };
	const run = await openRun(recipe, resolved, options);
	return { ...(await follow(run, resolved, options)), recipe: resolved };
}

/** Waits until nobody holds a run, for 90 s at most. */
export async function waitForRun(path: string): Promise<void> {
	for (let waited = 0; waited < patience.seconds; waited += patience.every) {
		if ((await holderOf(path)) === null) return;
		await wait(1000 * patience.every);
	}
}

/** How far a run is on disk: what its newest checkpoint holds, or `finished`. */
export async function shareOf(
	recipe: Pick<ResolvedRecipe, "length" | "out">,
): Promise<number | "finished"> {
	const { out } = recipe;
	if (!existsSync(join(out, runFiles.manifest))) return 0;
	if ((await summariseRun(out)).state === "finished") return "finished";
	const newest = (await listCheckpoints(join(out, runFiles.checkpoints))).at(
		-1,
	);
	if (newest === undefined) return 0;
	const events = await readEvents(eventsPath(out));
	const step = events.find(
		(event) => event.kind === "step" && event.step === newest,
	);
	return step?.kind === "step" ? shareDone(recipe, step) : 0;
}

async function openRun(
	recipe: Recipe,
	resolved: ResolvedRecipe,
	options: Pick<TrainUntilOptions, "inputs">,
): Promise<RunFolder> {
	const inputs = options.inputs ?? (await hashInputs(inputsOf(resolved)));
	return existsSync(join(resolved.out, runFiles.manifest))
		? RunFolder.open(resolved.out, {
				recipe: resolved as unknown as Json,
				inputs,
			})
		: createRun(recipe, resolved, inputs);
}

async function follow(
	run: RunFolder,
	recipe: ResolvedRecipe,
	{ until, signal, onProgress, engines }: TrainUntilOptions,
): Promise<Pick<Trained, "state" | "time">> {
	const watch = new ShareWatch({ until, signal, onProgress });
	try {
		const options = {
			signal: watch.signal,
			onEvent: watch.listen((event) => shareDone(recipe, event)),
		};
		const { reason } = await followRun(run, recipe, options, {
			train: (resolved, loop) =>
				train(resolved, {
					...{ ...loop, openScorer: openRoundScorer },
					engine: engines?.(resolved),
				}),
		});
		const finished = reason === "finished";
		return { state: finished ? reason : watch.state, time: watch.time };
	} finally {
		watch.close();
	}
}
