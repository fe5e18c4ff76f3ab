import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import {
	type ResolvedRecipe,
	resolveRecipe,
} from "../../../recipes/resolve/resolve-recipe.ts";
import type { Recipe } from "../../../recipes/schemas/recipe-schema.ts";
import { listCheckpoints } from "../../../runs/checkpoint.ts";
import { readEvents } from "../../../runs/event-log.ts";
import type { Json, RunEvent } from "../../../runs/events.ts";
import type { InputHash } from "../../../runs/folder/inputs.ts";
import { holderOf } from "../../../runs/folder/lock.ts";
import { runFiles } from "../../../runs/folder/run-files.ts";
import { RunFolder } from "../../../runs/folder/run-folder.ts";
import { eventsPath } from "../../../runs/folder/run-manifest.ts";
import { summariseRun } from "../../../runs/run-summary.ts";
import { createRun } from "../../../train/run/create-run.ts";
import { followRun } from "../../../train/run/follow-run.ts";
import { openRoundScorer } from "../../../train/run/open-round-scorer.ts";
import { train } from "../../../train/train.ts";
import { shareDone } from "../../../train/watch/share-done.ts";
import type { WorkProgress, WorkTime } from "./work-request.ts";

export interface TrainUntilOptions {
	readonly recipe: Recipe;
	readonly inputs: readonly InputHash[];
	/** Share of the run's steps at which it is stopped, with a checkpoint there. */
	readonly until: number;
	readonly signal: AbortSignal;
	readonly onProgress: (progress: WorkProgress) => void;
}

/** `finished`: the run has its outcome. `paused`: it reached its share. `stopped`: the signal aborted it. */
export type TrainedUntil = "finished" | "paused" | "stopped";

/** Seconds from the first step that was taken to the last, and the share of the run that was trained in them. */
export type TrainingTime = Pick<WorkTime, "training" | "share">;

interface Trained {
	readonly state: TrainedUntil;
	readonly time: TrainingTime;
}

const noTime: TrainingTime = { training: 0, share: 0 };

/** A worker that is being killed may hold its run for some seconds. */
const patience = { seconds: 60, every: 0.25 };

/** Begins a run or goes on with it. One that is there already is left as it is. Throws what training throws. */
export async function trainUntil(
	options: TrainUntilOptions,
): Promise<Trained & { readonly recipe: ResolvedRecipe }> {
	const { recipe: resolved } = resolveRecipe(options.recipe);
	await waitForRun(resolved.out);
	const reached = await shareOf(resolved);
	const before = { time: noTime, recipe: resolved };
	if (reached === "finished") return { ...before, state: reached };
	if (reached >= options.until) return { ...before, state: "paused" };
	const run = await openRun(options, resolved);
	return { ...(await follow(run, resolved, options)), recipe: resolved };
}

async function waitForRun(path: string): Promise<void> {
	for (let waited = 0; waited < patience.seconds; waited += patience.every) {
		if ((await holderOf(path)) === null) return;
		await wait(1000 * patience.every);
	}
}

/** How far the run is on disk: what its newest checkpoint holds, or `finished`. */
async function shareOf(recipe: ResolvedRecipe): Promise<number | "finished"> {
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
	{ recipe, inputs }: TrainUntilOptions,
	resolved: ResolvedRecipe,
): Promise<RunFolder> {
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
	{ until, signal, onProgress }: TrainUntilOptions,
): Promise<Trained> {
	const stop = new AbortController();
	const abort = () => stop.abort();
	if (signal.aborted) abort();
	signal.addEventListener("abort", abort);
	let reached = 0;
	let first: { readonly at: number; readonly share: number } | null = null;
	let time = noTime;
	const onEvent = (event: RunEvent) => {
		if (event.kind !== "step") return;
		const { step, nll } = event;
		reached = shareDone(recipe, event);
		const at = performance.now() / 1000;
		first ??= { at, share: reached };
		time = { training: at - first.at, share: reached - first.share };
		const place = `step ${step}`;
		onProgress({ phase: "training", share: reached, place, nll });
		if (reached >= until && until < 1) abort();
	};
	try {
		const options = { signal: stop.signal, onEvent };
		const { reason } = await followRun(run, recipe, options, {
			train: (resolved, loop) =>
				train(resolved, { ...loop, openScorer: openRoundScorer }),
		});
		if (reason === "finished") return { state: "finished", time };
	} finally {
		signal.removeEventListener("abort", abort);
	}
	return { state: reached >= until ? "paused" : "stopped", time };
}
