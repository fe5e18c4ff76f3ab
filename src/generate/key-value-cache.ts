import { totalmem } from "node:os";
import { TemperError } from "../core/error.ts";
import type { Architecture } from "../models/architecture.ts";
import { cachedNames } from "../nn/cached-pass.ts";
import { paddedHead } from "../runtime/lower/cached-attention.ts";
import type { Buffer, Buffers } from "../runtime/session.ts";

/** Room is made for this many tokens at least, and for half as many again as there are. */
const leastRoom = 64;

/** Keys and values of all layers, each [B, K, M, D]. M grows with the rows, since every step passes over all of it. */
export class KeyValueCache {
	readonly rows: number;
	/** Most tokens of a row. */
	readonly capacity: number;
	readonly #kvHeads: number;
	readonly #headDim: number;
	readonly #wide: number;
	#room = 0;
	/** Keys of each layer and values of each layer. */
	#keys: Float32Array[];
	#values: Float32Array[];

	/** Throws `recipe` where the cache would not fit into half of the machine's memory when it is full. */
	constructor(
		{ layers, kvHeads, headDim }: Architecture,
		rows: number,
		capacity: number,
	) {
		this.rows = rows;
		this.capacity = capacity;
		this.#kvHeads = kvHeads;
		this.#headDim = headDim;
		this.#wide = paddedHead(headDim);
		checkMemory(layers * rows * kvHeads * this.#wide * 8, rows, capacity);
		const none = () => Array.from({ length: layers }, () => new Float32Array());
		this.#keys = none();
		this.#values = none();
	}

	/** Makes room for rows of this length, which is at most the capacity. */
	reserve(length: number): void {
		if (length <= this.#room) return;
		const wanted = Math.max(leastRoom, Math.ceil(1.5 * length));
		const room = Math.min(wanted, this.capacity);
		const moved = (old: Float32Array) => {
			const heads = this.rows * this.#kvHeads;
			const array = new Float32Array(heads * room * this.#wide);
			const [from, to] = [this.#room * this.#wide, room * this.#wide];
			for (let head = 0; head < heads; head++)
				array.set(old.subarray(head * from, (head + 1) * from), head * to);
			return array;
		};
		this.#keys = this.#keys.map(moved);
		this.#values = this.#values.map(moved);
		this.#room = room;
	}

	/** What attention reads of rows `from` up to `to`. */
	past(from: number, to: number): Buffers {
		const dims = [to - from, this.#kvHeads, this.#room, this.#wide];
		const rowSize = this.#kvHeads * this.#room * this.#wide;
		const rows = (array: Float32Array): Buffer => ({
			data: array.subarray(from * rowSize, to * rowSize),
			dims,
		});
		const buffers: Record<string, Buffer> = {};
		for (const [layer, keys] of this.#keys.entries()) {
			buffers[cachedNames.past("key", layer)] = rows(keys);
			buffers[cachedNames.past("value", layer)] = rows(this.#values[layer]!);
		}
		return buffers;
	}

	/**
	 * Puts what a pass computed into the cache: of row `from` + b the first `counts[b]` of T tokens, after the `before[b]`
	 * that are there.
	 */
	append(
		fresh: Buffers,
		from: number,
		before: readonly number[],
		counts: readonly number[],
	): void {
		for (const [layer, keys] of this.#keys.entries()) {
			const key = fresh[cachedNames.fresh("key", layer)]!;
			const value = fresh[cachedNames.fresh("value", layer)]!;
			const T = key.dims[0]! / counts.length;
			for (const [b, count] of counts.entries())
				for (let t = 0; t < count; t++) {
					const [row, place] = [from + b, before[b]! + t];
					this.#write(keys, key, b * T + t, row, place);
					this.#write(this.#values[layer]!, value, b * T + t, row, place);
				}
		}
	}

	/** Token `token` of a pass becomes place `place` of a row. */
	#write(
		into: Float32Array,
		{ data }: Buffer,
		token: number,
		row: number,
		place: number,
	): void {
		const [K, size] = [this.#kvHeads, this.#headDim];
		for (let head = 0; head < K; head++) {
			const from = (token * K + head) * size;
			const cell = (row * K + head) * this.#room + place;
			into.set(data.subarray(from, from + size), cell * this.#wide);
		}
	}
}

function checkMemory(
	bytesPerPlace: number,
	rows: number,
	capacity: number,
): void {
	const limit = totalmem() / 2;
	const bytes = bytesPerPlace * capacity;
	if (bytes <= limit) return;
	const gibibytes = (n: number) => `${(n / 2 ** 30).toFixed(1)} GiB`;
	throw new TemperError("recipe", {
		where: `cache of ${rows} rows of ${capacity} tokens`,
		expected: `at most ${gibibytes(limit)}, half of this machine's memory`,
		found: gibibytes(bytes),
		hint: "Ask for fewer new tokens, or for fewer rows side by side.",
	});
}
