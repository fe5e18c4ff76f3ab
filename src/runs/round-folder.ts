import { mkdir, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { TemperError } from "../core/error.ts";
import { writeError } from "../formats/file-error.ts";
import { openSafetensors } from "../formats/safetensors.ts";
import { readTensor } from "../formats/tensor-data.ts";
import { writeFileAtomic } from "../formats/write-atomic.ts";
import { writeSafetensors } from "../formats/write-safetensors.ts";
import { removeFolderAtomic } from "./leftovers.ts";
import { namesIn } from "./run-manifest.ts";

/** One sampled answer as it is kept on disk, a JSON line. */
export interface SampleRecord {
	/** The row it answers, `file:line`, and which of that row's samples it is, from 0. */
	readonly row: string;
	readonly index: number;
	readonly prompt: string;
	/** The demonstration's answer. */
	readonly demonstration: string;
	readonly text: string;
	/** New tokens, the one that ended the turn included. */
	readonly ids: readonly number[];
	/** Whether the model ended its turn itself, before the limit. */
	readonly ended: boolean;
}

/** A sample with what was made of it. */
export interface JudgedSample extends SampleRecord {
	/** Why nothing was learnt from it; null where something was. */
	readonly dropped: string | null;
	/** By name, `total` among them; empty where samples are not rewarded. */
	readonly rewards: Readonly<Record<string, number>>;
}

const files = {
	round: "round.json",
	samples: "samples.jsonl",
} as const;

const blockName = (block: number) =>
	`block-${String(block + 1).padStart(4, "0")}.jsonl`;

/**
 * What one round of a run keeps on disk: samples while they are drawn, a block at a time, then all of them with their
 * verdicts, and the scores that its steps need. It belongs to one policy: found with another, it begins anew.
 */
export class RoundFolder {
	readonly path: string;

	private constructor(path: string) {
		this.path = path;
	}

	/**
	 * `round` counts from 1. `policy` is a hash of the policy at its start; null in the middle of a round, when what the
	 * start left behind is all there is. A `part` is a folder inside, opened after the round. Throws `disk`, and `data`
	 * where what must be there is gone.
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
			if (found !== null) return new RoundFolder(path);
			throw new TemperError("data", {
				where: path,
				expected: "what the round kept on disk",
				found: "nothing",
				hint: "Remove the checkpoints inside this round: the run then goes back to its start.",
			});
		}
		const marker = `${JSON.stringify({ round, policy })}\n`;
		if (found !== marker) {
			await removeFolderAtomic(path);
			try {
				await mkdir(path, { recursive: true });
			} catch (error) {
				throw writeError(error, path);
			}
			await writeFileAtomic(join(path, files.round), marker);
		}
		return new RoundFolder(path);
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

	readJudged(): Promise<JudgedSample[] | null> {
		return readLines<JudgedSample>(join(this.path, files.samples));
	}

	async writeJudged(samples: readonly JudgedSample[]): Promise<void> {
		await writeLines(join(this.path, files.samples), samples);
	}

	/** Arrays that were kept under a name, or null where none were. */
	async readScores(name: string): Promise<Float32Array[] | null> {
		const file = `${name}.safetensors`;
		if (!(await namesIn(this.path)).includes(file)) return null;
		const { tensors } = await openSafetensors(join(this.path, file));
		const scores: Float32Array[] = [];
		for (let i = 0; i < tensors.size; i++) {
			const tensor = tensors.get(`row.${i}`);
			if (!tensor) return null;
			scores.push(await readTensor(tensor));
		}
		return scores;
	}

	async writeScores(
		name: string,
		scores: readonly Float32Array[],
	): Promise<void> {
		await writeSafetensors(
			join(this.path, `${name}.safetensors`),
			scores.map((data, i) => ({
				name: `row.${i}`,
				dtype: "F32" as const,
				shape: [data.length],
				read: () => data,
			})),
		);
	}
}

/** Rounds that a run has begun, ascending. */
export async function listRounds(run: string): Promise<number[]> {
	const names = await readdir(join(run, "rounds")).catch(() => []);
	return names
		.map((name) => Number(/^round-([1-9]\d*)$/.exec(name)?.[1]))
		.filter((round) => !Number.isNaN(round))
		.sort((a, b) => a - b);
}

/**
 * The samples of a round, for people: judged ones, or those drawn so far, as if nothing was dropped. Throws `data`
 * where the run has no such round.
 */
export async function readRound(
	run: string,
	round: number,
): Promise<{ samples: JudgedSample[]; judged: boolean }> {
	const path = join(run, "rounds", `round-${round}`);
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
	throw new TemperError("data", {
		where: `${run}, round ${round}`,
		expected:
			rounds.length === 0
				? "a run that samples in rounds"
				: `a round with samples, from ${rounds[0]} to ${rounds.at(-1)}`,
		found: "none",
	});
}

async function readLines<T>(path: string): Promise<T[] | null> {
	const text = await readFile(path, "utf8").catch(() => null);
	if (text === null) return null;
	return text
		.split("\n")
		.filter((line) => line !== "")
		.map((line) => JSON.parse(line) as T);
}

async function writeLines(
	path: string,
	records: readonly unknown[],
): Promise<void> {
	const lines = records.map((record) => `${JSON.stringify(record)}\n`);
	await writeFileAtomic(path, lines.join(""));
}
