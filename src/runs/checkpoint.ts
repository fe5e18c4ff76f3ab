import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { TemperError } from "../core/error.ts";
import { readError, writeError } from "../core/file-error.ts";
import type { NamedTensor } from "../core/named-tensor.ts";
import { openSafetensors } from "../formats/safetensors/safetensors.ts";
import { readTensor } from "../formats/safetensors/tensor-data.ts";
import { writeSafetensors } from "../formats/safetensors/write-safetensors.ts";
import type { Json } from "./events.ts";
import { writeHeldFolder } from "./folder/held-writes.ts";
import { hashFile } from "./folder/inputs.ts";

/** All that a run needs to continue as if it had never stopped. */
export interface Checkpoint {
	/** Optimizer steps done. */
	readonly step: number;
	/** What is trained. */
	readonly trainable: readonly NamedTensor[];
	/** What the optimizer remembers, under names of its own. */
	readonly optimizer: readonly NamedTensor[];
	/** Random states, data position, counters: whatever the loop puts here comes back unchanged. */
	readonly state: Json;
	/** Held-out loss; lower is better; null if it is not known. */
	readonly score: number | null;
	/** Writes files of the engine's own into a folder inside the checkpoint; none if left out or null. */
	readonly write?: ((folder: string) => Promise<void>) | null;
}

/** A checkpoint that was read back. */
export interface SavedCheckpoint extends Omit<Checkpoint, "write"> {
	/** Where the files are that the engine wrote, if it wrote any. */
	readonly folder: string;
}

interface Contents {
	readonly step: number;
	readonly score: number | null;
	readonly state: Json;
	/** Length of the event file when the checkpoint was made, in bytes. */
	readonly eventBytes: number;
}

interface FileRecord {
	readonly bytes: number;
	readonly sha256: string;
}

const files = {
	trainable: "trainable.safetensors",
	optimizer: "optimizer.safetensors",
	contents: "state.json",
	manifest: "manifest.json",
	/** A folder. */
	engine: "engine",
} as const;

/** What every checkpoint holds. */
const required = [files.trainable, files.optimizer, files.contents];

export function checkpointName(step: number): string {
	return `step-${step}`;
}

/** The step of a checkpoint's name, or null for any other name. */
export function checkpointStep(name: string): number | null {
	const match = /^step-(0|[1-9]\d*)$/.exec(name);
	return match === null ? null : Number(match[1]);
}

/** Steps of the checkpoints in a folder, ascending. */
export async function listCheckpoints(folder: string): Promise<number[]> {
	const names = await readdir(folder).catch(() => []);
	return names
		.map(checkpointStep)
		.filter((step) => step !== null)
		.sort((a, b) => a - b);
}

async function writeTensors(
	path: string,
	tensors: readonly NamedTensor[],
): Promise<void> {
	await writeSafetensors(
		path,
		tensors.map(({ name, shape, data }) => ({
			name,
			shape,
			dtype: "F32",
			read: () => data,
		})),
	);
}

/**
 * Writes `FOLDER/step-N`: tensors, files of the engine, state and a manifest with the size and SHA-256 of each file. The folder appears whole or not at all.
 * Throws `disk`.
 */
export async function writeCheckpoint(
	folder: string,
	checkpoint: Checkpoint,
	eventBytes: number,
): Promise<void> {
	const { step, score, state, trainable, optimizer, write } = checkpoint;
	const contents: Contents = { step, score, state, eventBytes };
	try {
		await mkdir(folder, { recursive: true });
	} catch (error) {
		throw writeError(error, folder);
	}
	await writeHeldFolder(
		join(folder, checkpointName(step)),
		async (temporary) => {
			await writeTensors(join(temporary, files.trainable), trainable);
			await writeTensors(join(temporary, files.optimizer), optimizer);
			await writeFile(
				join(temporary, files.contents),
				`${JSON.stringify(contents, null, "\t")}\n`,
			);
			const own = write ? await writeOwn(temporary, write) : [];
			const manifest: Record<string, FileRecord> = {};
			for (const name of [...required, ...own])
				manifest[name] = await hashFile(join(temporary, name));
			await writeFile(
				join(temporary, files.manifest),
				`${JSON.stringify(manifest, null, "\t")}\n`,
			);
		},
	);
}

/** Lets an engine write files of its own; their paths inside the checkpoint, with `/`. */
async function writeOwn(
	checkpoint: string,
	write: (folder: string) => Promise<void>,
): Promise<string[]> {
	const folder = join(checkpoint, files.engine);
	await mkdir(folder);
	await write(folder);
	const entries = await readdir(folder, {
		recursive: true,
		withFileTypes: true,
	});
	return entries
		.filter((entry) => entry.isFile())
		.map(({ parentPath, name }) =>
			relative(checkpoint, join(parentPath, name)).split(sep).join("/"),
		)
		.sort();
}

function damaged(where: string, expected: string, found: string): never {
	throw new TemperError("disk", {
		where,
		expected,
		found,
		hint: "The checkpoint is damaged: remove its folder to resume from an earlier one.",
	});
}

async function readJson(path: string): Promise<Record<string, unknown>> {
	let text: string;
	try {
		text = await readFile(path, "utf8");
	} catch (error) {
		throw readError(error, "disk", path);
	}
	try {
		const value: unknown = JSON.parse(text);
		if (typeof value === "object" && value !== null)
			return value as Record<string, unknown>;
	} catch {
		// Said below.
	}
	return damaged(path, "an object in JSON", "something else");
}

/** Compares every file with the manifest. Throws `disk`. */
async function verify(path: string): Promise<void> {
	const manifest = await readJson(join(path, files.manifest));
	for (const name of new Set([...required, ...Object.keys(manifest)])) {
		const { bytes, sha256 } = (manifest[name] ?? {}) as Partial<FileRecord>;
		if (bytes === undefined || sha256 === undefined)
			damaged(path, `${name} in its manifest`, "none");
		let found: number;
		try {
			found = (await stat(join(path, name))).size;
		} catch (error) {
			throw readError(error, "disk", join(path, name));
		}
		if (found !== bytes) damaged(path, `${bytes} bytes in ${name}`, `${found}`);
		const hash = await hashFile(join(path, name));
		if (hash.sha256 !== sha256)
			damaged(path, `${name} with the hash of its manifest`, "another hash");
	}
}

async function readTensors(path: string): Promise<NamedTensor[]> {
	const { tensors } = await openSafetensors(path);
	const out: NamedTensor[] = [];
	for (const tensor of tensors.values())
		out.push({
			name: tensor.name,
			shape: tensor.shape,
			data: await readTensor(tensor),
		});
	return out;
}

async function readContents(path: string): Promise<Contents> {
	const where = join(path, files.contents);
	const { step, score, state, eventBytes } = await readJson(where);
	if (
		typeof step !== "number" ||
		typeof eventBytes !== "number" ||
		(score !== null && typeof score !== "number") ||
		state === undefined
	)
		return damaged(where, "step, score, state and eventBytes", "other keys");
	return { step, score, state: state as Json, eventBytes };
}

/** The held-out loss of a checkpoint, without reading its tensors; null if it is not known. */
export async function readScore(
	folder: string,
	step: number,
): Promise<number | null> {
	return (await readContents(join(folder, checkpointName(step)))).score;
}

/** Reads a checkpoint after comparing every byte with its manifest. Throws `disk`. */
export async function readCheckpoint(
	folder: string,
	step: number,
): Promise<{ checkpoint: SavedCheckpoint; eventBytes: number }> {
	const path = join(folder, checkpointName(step));
	await verify(path);
	const { eventBytes, ...rest } = await readContents(path);
	const trainable = await readTensors(join(path, files.trainable));
	const optimizer = await readTensors(join(path, files.optimizer));
	const saved = { trainable, optimizer, folder: join(path, files.engine) };
	return { checkpoint: { ...rest, ...saved }, eventBytes };
}
