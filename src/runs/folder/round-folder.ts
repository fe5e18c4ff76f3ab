import { mkdir, readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { TemperError } from "../../core/error.ts";
import { writeError } from "../../core/file-error.ts";
import { openSafetensors } from "../../formats/safetensors/safetensors.ts";
import { readTensor } from "../../formats/safetensors/tensor-data.ts";
import { writeSafetensors } from "../../formats/safetensors/write-safetensors.ts";
import { writeHeldFile } from "./held-writes.ts";
import { requireHeld } from "./lease.ts";
import { removeFolderAtomic, removeLeftovers } from "./leftovers.ts";
import { namesIn } from "./run-manifest.ts";

/** One sampled answer as it is kept on disk, a JSON line. */
export interface SampleRecord {
	/** The row it answers, `file:line`, and which of that row's samples it is, from 0. */
	readonly row: string;
	readonly index: number;
	/** Which of the row's taught turns it answers, from 1; left out if the row teaches one. */
	readonly turn?: number;
	readonly prompt: string;
	/** The demonstration's answer; null if the row is a prompt alone. */
	readonly demonstration: string | null;
	readonly text: string;
	/** New tokens, the one that ended the turn included. */
	readonly ids: readonly number[];
	/** Whether the model ended its turn itself, before the limit. */
	readonly ended: boolean;
}

/** A sample with what was made of it. */
export interface JudgedSample extends SampleRecord {
	/** Why nothing was learned from it; null if something was. */
	readonly dropped: string | null;
	/** By name, `total` among them; empty if samples are not rewarded. */
	readonly rewards: Readonly<Record<string, number>>;
}

const files = {
	round: "round.json",
	samples: "samples.jsonl",
} as const;

const anew =
	"Remove the round's folder and the checkpoints inside the round: the run then continues from an earlier one.";

const blockName = (block: number) =>
	`block-${String(block + 1).padStart(4, "0")}.jsonl`;

/**
 * What one round of a run keeps on disk: samples while they are drawn, a block at a time, then all of them with their
 * verdicts, and the scores that its steps need. It belongs to one policy: found with another, it begins anew.
 */
export class RoundFolder {
	readonly path: string;
	/** Whether the policy that the round belongs to is still there, to make again what is missing. */
	readonly #atStart: boolean;

	private constructor(path: string, atStart: boolean) {
		this.path = path;
		this.#atStart = atStart;
	}

	/**
	 * `round` counts from 1. `policy` is a hash of the policy at its start; null in the middle of a round, when what the
	 * start left behind is all there is. A `part` is a folder inside, opened after the round. Throws `disk`, and `data`
	 * if what must be there is gone.
	 */
	static async open(
		run: string,
		round: number,
		policy: string | null,
		part = "",
	): Promise<RoundFolder> {
		const path = join(run, "rounds", `round-${round}`, part);
		const found = await readFile(join(path, files.round), "utf8").catch(
			() => null,
		);
		if (policy === null) {
			if (found !== null) return new RoundFolder(path, false);
			return refuseGone(path);
		}
		const marker = `${JSON.stringify({ round, policy })}\n`;
		if (found !== marker) {
			await removeFolderAtomic(path);
			try {
				await mkdir(path, { recursive: true });
			} catch (error) {
				throw writeError(error, path);
			}
			await writeHeldFile(join(path, files.round), marker);
		}
		await removeLeftovers(path);
		await removeLeftovers(dirname(path));
		return new RoundFolder(path, true);
	}

	/** A block that was drawn before, or null. */
	async readBlock(block: number): Promise<SampleRecord[] | null> {
		return readLines<SampleRecord>(join(this.path, blockName(block)));
	}

	async writeBlock(
		block: number,
		samples: readonly SampleRecord[],
	): Promise<void> {
		await writeLines(join(this.path, blockName(block)), samples);
	}

	/** So many samples with their verdicts; null at the start of a round if they are not there. Throws `data` in its middle. */
	async readJudged(count: number): Promise<JudgedSample[] | null> {
		const path = join(this.path, files.samples);
		const samples = await readLines<JudgedSample>(path);
		return samples?.length === count ? samples : this.#missing(path);
	}

	async writeJudged(samples: readonly JudgedSample[]): Promise<void> {
		await writeLines(join(this.path, files.samples), samples);
	}

	/** So many arrays that were kept under a name; null at the start of a round if they were not. Throws `data` in its middle. */
	async readScores(name: string, rows: number): Promise<Float32Array[] | null> {
		const file = `${name}.safetensors`;
		const path = join(this.path, file);
		if (!(await namesIn(this.path)).includes(file)) return this.#missing(path);
		const { tensors } = await openSafetensors(path);
		const scores: Float32Array[] = [];
		for (let i = 0; i < rows; i++) {
			const tensor = tensors.get(`row.${i}`);
			if (!tensor) return this.#missing(path);
			scores.push(await readTensor(tensor));
		}
		return tensors.size === rows ? scores : this.#missing(path);
	}

	async writeScores(
		name: string,
		scores: readonly Float32Array[],
	): Promise<void> {
		const path = join(this.path, `${name}.safetensors`);
		const tensors = scores.map((data, i) => ({
			name: `row.${i}`,
			dtype: "F32" as const,
			shape: [data.length],
			read: () => data,
		}));
		await writeSafetensors(path, tensors, undefined, () => requireHeld(path));
	}

	/** In the middle of a round the policy has moved on: what its start made cannot be made again. */
	#missing(path: string): null {
		return this.#atStart ? null : refuseGone(path);
	}
}

function refuseGone(where: string): never {
	throw new TemperError("data", {
		where,
		expected: "data stored at the start of the round",
		found: "none",
		hint: anew,
	});
}

/** Rounds that a run has begun, ascending. */
export async function listRounds(run: string): Promise<number[]> {
	const names = await readdir(join(run, "rounds")).catch(() => []);
	return names
		.map((name) => Number(/^round-([1-9]\d*)$/.exec(name)?.[1]))
		.filter((round) => !Number.isNaN(round))
		.sort((a, b) => a - b);
}

/** How many files a run has kept of its rounds: blocks of samples, verdicts, scores. */
export async function countKept(run: string): Promise<number> {
	const root = join(run, "rounds");
	const names = await readdir(root, { recursive: true }).catch(() => []);
	return names.filter((name) => /\.(jsonl|safetensors)$/.test(name)).length;
}

/** Renames the rows of all samples, `FILE:LINE`, after their files were moved. Throws `data` and `disk`. */
export async function moveRows(
	run: string,
	moves: ReadonlyMap<string, string>,
): Promise<void> {
	if (moves.size === 0) return;
	const root = join(run, "rounds");
	const names = await readdir(root, { recursive: true }).catch(() => []);
	for (const name of names.filter((one) => one.endsWith(".jsonl"))) {
		const path = join(root, name);
		const samples = (await readLines<SampleRecord>(path)) ?? [];
		const moved = samples.map((sample) => {
			const at = sample.row.lastIndexOf(":");
			const file = moves.get(sample.row.slice(0, at));
			return file === undefined
				? sample
				: { ...sample, row: file + sample.row.slice(at) };
		});
		await writeLines(path, moved);
	}
}

/**
 * The samples of a round, or of a part of it, for people: judged ones, or those drawn so far, as if nothing was dropped.
 * Throws `data` if the run has no such round, or the round no such part.
 */
export async function readRound(
	run: string,
	round: number,
	part = "",
): Promise<{ samples: JudgedSample[]; judged: boolean }> {
	const path = join(run, "rounds", `round-${round}`, part);
	const judged = await readLines<JudgedSample>(join(path, files.samples));
	if (judged) return { samples: judged, judged: true };
	const samples: JudgedSample[] = [];
	const blocks = (await namesIn(path).catch(() => []))
		.filter((name) => name.startsWith("block-"))
		.sort();
	for (const name of blocks)
		for (const sample of (await readLines<SampleRecord>(join(path, name))) ??
			[])
			samples.push({ ...sample, dropped: null, rewards: {} });
	if (samples.length > 0) return { samples, judged: false };
	const rounds = await listRounds(run);
	if (part !== "" && rounds.includes(round))
		throw new TemperError("data", {
			where: `${run}, round ${round}`,
			expected: `samples of its part ${part}`,
			found: "none",
			hint: "rft draws samples for its reward model (reward-model); irft and rft answer held-out rows (held-out).",
		});
	throw new TemperError("data", {
		where: `${run}, round ${round}`,
		expected:
			rounds.length === 0
				? "a run that samples in rounds"
				: `a round with samples, from ${rounds[0]} to ${rounds.at(-1)}`,
		found: "none",
	});
}

/** Null if there is no such file. Throws `data`, naming the line, for one that holds something else. */
async function readLines<T extends SampleRecord>(
	path: string,
): Promise<T[] | null> {
	const text = await readFile(path, "utf8").catch(() => null);
	if (text === null) return null;
	const lines = text.split("\n");
	if (lines.at(-1) === "") lines.pop();
	return lines.map(
		(line, i) => parseSample(line) ?? refuseLine(`${path}:${i + 1}`),
	) as T[];
}

function parseSample(line: string): SampleRecord | null {
	try {
		const sample = JSON.parse(line) as Partial<JudgedSample> | null;
		return isSample(sample) ? sample : null;
	} catch {
		return null;
	}
}

function isSample(
	sample: Partial<JudgedSample> | null,
): sample is SampleRecord {
	const { row, turn, text, demonstration, ids, ended } = sample ?? {};
	const texts = [row, text, demonstration ?? ""];
	return (
		texts.every((value) => typeof value === "string") &&
		(turn === undefined || Number.isInteger(turn)) &&
		Array.isArray(ids) &&
		ids.every(Number.isInteger) &&
		typeof ended === "boolean"
	);
}

function refuseLine(where: string): never {
	throw new TemperError("data", {
		where,
		expected: "a sample as a line of JSON",
		found: "something else",
		hint: anew,
	});
}

async function writeLines(
	path: string,
	records: readonly unknown[],
): Promise<void> {
	const lines = records.map((record) => `${JSON.stringify(record)}\n`);
	await writeHeldFile(path, lines.join(""));
}
