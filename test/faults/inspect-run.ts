import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { listCheckpoints, readCheckpoint } from "../../src/runs/checkpoint.ts";
import { readEvents } from "../../src/runs/event-log.ts";
import type { RunEvent } from "../../src/runs/events.ts";
import { isLeftover } from "../../src/runs/folder/leftovers.ts";
import { summariseRun } from "../../src/runs/run-summary.ts";
import { cacheOf } from "./subject.ts";

/** A file's bytes; of an adapter's config, with its base as an absolute path, which two runs in two folders share. */
function contentOf(path: string): string | Buffer {
	const bytes = readFileSync(path);
	if (basename(path) !== "adapter_config.json") return bytes;
	const config = JSON.parse(bytes.toString("utf8"));
	const base = resolve(dirname(path), config.base_model_name_or_path);
	return JSON.stringify({ ...config, base_model_name_or_path: base });
}

/** Hashes of the files under a folder, by relative path; unfinished writes are left out, as every reader does. */
export function hashes(folder: string): Record<string, string> {
	if (!existsSync(folder)) return {};
	const files = readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name))
		.filter((path) => !path.split("/").some(isLeftover))
		.sort();
	return Object.fromEntries(
		files.map((path) => [
			relative(folder, path),
			createHash("sha256").update(contentOf(path)).digest("hex"),
		]),
	);
}

/** An event without what differs between two executions of the same step, and without the run's own path. */
function repeatable(event: RunEvent): unknown {
	const { cost: _, ...rest } = { cost: null, ...event };
	if (rest.kind !== "start") return rest;
	return { ...rest, recipe: { ...(rest.recipe as object), out: null } };
}

async function eventsOf(run: string): Promise<unknown[]> {
	const path = join(run, "events.jsonl");
	return existsSync(path) ? (await readEvents(path)).map(repeatable) : [];
}

/** All of a run that must repeat exactly. */
export interface RunContents {
	readonly events: readonly unknown[];
	/** Tensor files of each checkpoint, and its step and score. */
	readonly checkpoints: Readonly<Record<string, unknown>>;
	readonly result: Readonly<Record<string, string>>;
	/** Samples, verdicts and scores of each round. */
	readonly rounds: Readonly<Record<string, string>>;
	readonly cache: Readonly<Record<string, string>>;
	readonly leftovers: readonly string[];
}

/**
 * Reads a run as a program would, after whatever befell it. Throws where anything that bears the name of a whole file is
 * not whole.
 */
export async function readRun(run: string): Promise<RunContents> {
	const folder = join(run, "checkpoints");
	const checkpoints: Record<string, unknown> = {};
	for (const step of await listCheckpoints(folder)) {
		const { checkpoint } = await readCheckpoint(folder, step);
		const { [`step-${step}/trainable.safetensors`]: trainable, ...files } =
			hashes(folder);
		const optimizer = files[`step-${step}/optimizer.safetensors`];
		checkpoints[step] = { score: checkpoint.score, trainable, optimizer };
	}
	if (existsSync(join(run, "manifest.json"))) await summariseRun(run);
	for (const name of ["manifest.json", "recipe.json"])
		if (existsSync(join(run, name)))
			JSON.parse(readFileSync(join(run, name), "utf8"));
	const inside = existsSync(run)
		? (readdirSync(run, { recursive: true }) as string[])
		: [];
	return {
		events: await eventsOf(run),
		checkpoints,
		result: Object.fromEntries(
			["adapter", "model", "reward-model"].flatMap((name) =>
				Object.entries(hashes(join(run, name))).map(([path, hash]) => [
					join(name, path),
					hash,
				]),
			),
		),
		rounds: hashes(join(run, "rounds")),
		cache: hashes(join(cacheOf(run), "temper")),
		leftovers: inside.filter((path) => path.split("/").some(isLeftover)),
	};
}
