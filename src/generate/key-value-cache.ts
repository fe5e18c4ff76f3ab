import { totalmem } from "node:os";
import { TemperError } from "../core/error.ts";
import type { Architecture } from "../models/architecture.ts";
import { cachedInputs } from "../nn/cached-pass.ts";
import { paddedHead } from "../runtime/lower/cached-attention.ts";
import type { Buffer } from "../runtime/session.ts";

/** What one run reads and, in the same arrays, writes. */
export interface CacheBuffers {
	readonly past: Readonly<Record<string, Buffer>>;
	readonly present: Readonly<Record<string, Buffer>>;
}

/** Keys and values of all layers, each [B, K, M, D], that attention extends in place. */
export class KeyValueCache {
	readonly rows: number;
	/** Tokens that a row has room for. */
	readonly capacity: number;
	readonly #architecture: Architecture;
	readonly #keys: readonly Float32Array[];
	readonly #values: readonly Float32Array[];
	readonly #whole: CacheBuffers;

	/** Throws `recipe` where the cache would not fit into half of the machine's memory. */
	constructor(architecture: Architecture, rows: number, capacity: number) {
		this.rows = rows;
		this.capacity = capacity;
		this.#architecture = architecture;
		const { layers } = architecture;
		const size = rows * this.#rowSize;
		checkMemory(2 * layers * size * 4, rows, capacity);
		const allocate = () =>
			Array.from({ length: layers }, () => new Float32Array(size));
		this.#keys = allocate();
		this.#values = allocate();
		this.#whole = this.#slice(0, rows);
	}

	/** The part of the cache that belongs to rows `from` up to `to`. */
	buffers(from: number, to: number): CacheBuffers {
		return from === 0 && to === this.rows ? this.#whole : this.#slice(from, to);
	}

	get #rowSize(): number {
		const { kvHeads, headDim } = this.#architecture;
		return kvHeads * this.capacity * paddedHead(headDim);
	}

	#slice(from: number, to: number): CacheBuffers {
		const { kvHeads, headDim } = this.#architecture;
		const past: Record<string, Buffer> = {};
		const present: Record<string, Buffer> = {};
		const dims = [to - from, kvHeads, this.capacity, paddedHead(headDim)];
		const add = (part: "key" | "value", arrays: readonly Float32Array[]) => {
			for (const [layer, array] of arrays.entries()) {
				const [start, end] = [from * this.#rowSize, to * this.#rowSize];
				const buffer = { data: array.subarray(start, end), dims };
				past[cachedInputs.past(part, layer)] = buffer;
				present[cachedInputs.present(part, layer)] = buffer;
			}
		};
		add("key", this.#keys);
		add("value", this.#values);
		return { past, present };
	}
}

function checkMemory(bytes: number, rows: number, capacity: number): void {
	const limit = totalmem() / 2;
	if (bytes <= limit) return;
	const gibibytes = (n: number) => `${(n / 2 ** 30).toFixed(1)} GiB`;
	throw new TemperError("recipe", {
		where: `cache of ${rows} rows of ${capacity} tokens`,
		expected: `at most ${gibibytes(limit)}, half of this machine's memory`,
		found: gibibytes(bytes),
		hint: "Ask for fewer new tokens, or for fewer rows side by side.",
	});
}
