import { TemperError } from "../core/error.ts";
import { cachedNames } from "../nn/cached-pass.ts";
import { rotaryTables } from "../nn/rotary.ts";
import type { Buffer, Buffers } from "../runtime/session.ts";
import type { DecodeSession } from "./decode-session.ts";
import type { Decoder } from "./decoder.ts";
import { KeyValueCache } from "./key-value-cache.ts";
import { planPrefill } from "./prefill-plan.ts";

/** Tokens in flight while prompts are read: the scores of attention grow with this times the length of a row. */
const prefillTokens = 512;

/** The next tokens of some rows of the batch. */
interface Chunk {
	/** First of the rows. */
	readonly from: number;
	/** A part of each row, equally far into it; where they differ in length, from the start of the row. */
	readonly parts: readonly Int32Array[];
	/** Tokens that the cache already holds of each row. */
	readonly before: readonly number[];
}

/** Decodes with a model and a cache of keys and values. Its weights belong to the session. */
export class ModelDecoder implements Decoder {
	readonly vocabSize: number;
	readonly maxLength: number;
	readonly #session: DecodeSession;
	readonly #adapter: Buffers;
	#cache: KeyValueCache | null = null;
	#tables: { readonly length: number; readonly buffers: Buffers } = {
		length: 0,
		buffers: {},
	};
	#lengths: number[] = [];
	#logits = new Float32Array(0);

	/** `adapter`: values of the session's adapters by their inputs' names, read anew at each run; null for the base alone. */
	constructor(session: DecodeSession, adapter: Buffers | null) {
		const { vocabSize, maxPositions } = session.architecture;
		this.vocabSize = vocabSize;
		this.maxLength = maxPositions;
		this.#session = session;
		this.#adapter = adapter ?? session.noAdapter;
	}

	/** Throws `data` for rows that are empty or too long or hold ids that the model lacks, and `recipe` for too large a cache. */
	async prefill(
		rows: readonly Int32Array[],
		capacity: number,
	): Promise<Float32Array> {
		this.#check(rows, capacity);
		this.#cache = new KeyValueCache(
			this.#session.architecture,
			rows.length,
			capacity,
		);
		this.#reach(capacity);
		this.#lengths = rows.map(() => 0);
		this.#logits = new Float32Array(rows.length * this.vocabSize);
		const lengths = rows.map(({ length }) => length);
		for (const { from, to, start, end } of planPrefill(lengths, prefillTokens))
			await this.#run({
				from,
				parts: rows.slice(from, to).map((row) => row.subarray(start, end)),
				before: this.#lengths.slice(from, to),
			});
		return this.#logits;
	}

	async step(ids: Int32Array): Promise<Float32Array> {
		const { capacity } = this.#opened;
		const longest = Math.max(...this.#lengths);
		if (ids.length !== this.#lengths.length || longest >= capacity)
			throw new TemperError("internal", {
				where: "generation step",
				expected: `${this.#lengths.length} rows with room in a cache of ${capacity}`,
				found: `${ids.length} tokens for rows of up to ${longest}`,
			});
		await this.#run({
			from: 0,
			parts: Array.from(ids, (_, b) => ids.subarray(b, b + 1)),
			before: this.#lengths,
		});
		return this.#logits;
	}

	/** Runs tokens through the model; their keys and values go into the cache and the rows' logits into `#logits`. */
	async #run({ from, parts, before }: Chunk): Promise<void> {
		const cache = this.#opened;
		const counts = parts.map(({ length }) => length);
		const lengths = counts.map((count, b) => before[b]! + count);
		const longest = Math.max(...lengths);
		cache.reserve(longest);
		const fresh = await this.#session.run({
			...this.#adapter,
			...this.#tables.buffers,
			...cache.past(from, from + parts.length),
			...gridOf(parts, before),
			[cachedNames.lengths]: integers(lengths.map((n) => n - 1)),
			[cachedNames.total]: { data: Int32Array.of(longest), dims: [] },
		});
		cache.append(fresh, from, before, counts);
		this.#logits.set(fresh.logits!.data, from * this.vocabSize);
		for (const [b, length] of lengths.entries())
			this.#lengths[from + b] = length;
	}

	get #opened(): KeyValueCache {
		if (this.#cache) return this.#cache;
		throw new TemperError("internal", {
			where: "generation step",
			expected: "prompts first",
			found: "none",
		});
	}

	/** Makes rotary tables for rows of this length. */
	#reach(length: number): void {
		if (length <= this.#tables.length) return;
		const buffers: Record<string, Buffer> = {};
		for (const options of this.#session.rotations) {
			const tables = rotaryTables(options, length);
			const dims = [length, options.headDim / 2];
			for (const part of ["cos", "sin"] as const)
				buffers[cachedNames.table(part, options)] = {
					data: tables[part],
					dims,
				};
		}
		this.#tables = { length, buffers };
	}

	#check(rows: readonly Int32Array[], capacity: number): void {
		if (capacity > this.maxLength)
			throw new TemperError("data", {
				where: "generation",
				expected: `rows of at most ${this.maxLength} tokens, the positions of the model`,
				found: String(capacity),
			});
		for (const [b, row] of rows.entries()) {
			const where = `row ${b + 1} of a batch`;
			if (row.length === 0 || row.length > capacity)
				throw new TemperError("data", {
					where,
					expected: `1 to ${capacity} tokens`,
					found: String(row.length),
				});
			const alien = row.find((id) => id < 0 || id >= this.vocabSize);
			if (alien !== undefined)
				throw new TemperError("data", {
					where,
					expected: `token ids below ${this.vocabSize}, the model's vocabulary`,
					found: String(alien),
					hint: "The tokenizer may be another model's.",
				});
		}
	}
}

function integers(values: readonly number[]): Buffer {
	return { data: Int32Array.from(values), dims: [values.length] };
}

/** Parts of rows as a grid [B, T], padded at the right; `last` points at the last real token of each. */
function gridOf(
	parts: readonly Int32Array[],
	before: readonly number[],
): Buffers {
	const T = Math.max(...parts.map(({ length }) => length));
	const ids = new Int32Array(parts.length * T);
	const positions = new Int32Array(parts.length * T);
	for (const [b, part] of parts.entries()) {
		ids.set(part, b * T);
		for (let t = 0; t < T; t++) positions[b * T + t] = before[b]! + t;
	}
	return {
		[cachedNames.ids]: { data: ids, dims: [parts.length, T] },
		[cachedNames.positions]: { data: positions, dims: [ids.length] },
		last: integers(parts.map((part, b) => b * T + part.length - 1)),
	};
}
