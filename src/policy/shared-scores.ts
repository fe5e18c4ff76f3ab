import { createHash } from "node:crypto";
import type { SharedFiles } from "../core/shared-files.ts";
import type { RowScores, ScoredGroups } from "./row-scores.ts";

/** The sizes of the arrays of a file, which follow in this order. */
interface Sizes {
	/** Supervised tokens of each row, of which there are `logProb`, `entropy`, `top1` and, if it `compares`, `kl`. */
	readonly rows: readonly number[];
	readonly compares: boolean;
	/** Of the states of each micro-batch. */
	readonly hidden: readonly (readonly number[])[];
}

/** Scores and states that processes of a session share as files, with the same bits. */
export class SharedScores {
	readonly #files: SharedFiles;
	readonly #engine: string;

	/** `engine`: all that decides the numbers besides graphs, weights and rows. */
	constructor(files: SharedFiles, engine: string) {
		this.#files = files;
		this.#engine = engine;
	}

	/** Null if no process has written them. */
	async read(key: string): Promise<ScoredGroups | null> {
		const content = await this.#files.read(this.#nameOf(key));
		return content && scoresIn(content);
	}

	async write(key: string, scores: ScoredGroups): Promise<void> {
		await this.#files.write(this.#nameOf(key), contentOf(scores));
	}

	#nameOf(key: string): string {
		const hash = createHash("sha256").update(`${this.#engine} ${key}`);
		return `scores-${hash.digest("hex")}`;
	}
}

function contentOf({ rows, hidden }: ScoredGroups): Uint8Array {
	const compares = rows.some(({ kl }) => kl !== null);
	const sizes: Sizes = {
		rows: rows.map(({ logProb }) => logProb.length),
		compares,
		hidden: hidden.map(({ dims }) => dims),
	};
	const arrays = [
		...rows.flatMap(({ logProb, entropy, top1, kl }) => [
			...[logProb, entropy, top1],
			...(kl === null ? [] : [kl]),
		]),
		...hidden.map(({ data }) => data),
	];
	const head = new TextEncoder().encode(`${JSON.stringify(sizes)}\n`);
	return Buffer.concat([
		head,
		...arrays.map(
			({ buffer, byteOffset, byteLength }) =>
				new Uint8Array(buffer, byteOffset, byteLength),
		),
	]);
}

function scoresIn(content: Uint8Array): ScoredGroups {
	const end = content.indexOf("\n".charCodeAt(0));
	const { rows, compares, hidden }: Sizes = JSON.parse(
		new TextDecoder().decode(content.subarray(0, end)),
	);
	// A copy, whose numbers are aligned.
	const { buffer } = new Uint8Array(content.subarray(end + 1));
	let start = 0;
	const next = (length: number): Float32Array => {
		const array = new Float32Array(buffer, start, length);
		start += array.byteLength;
		return array;
	};
	return {
		rows: rows.map((length): RowScores => {
			const [logProb, entropy, top1] = [
				next(length),
				next(length),
				next(length),
			];
			return { logProb, entropy, top1, kl: compares ? next(length) : null };
		}),
		hidden: hidden.map((dims) => ({
			data: next(dims.reduce((product, size) => product * size, 1)),
			dims,
		})),
	};
}
