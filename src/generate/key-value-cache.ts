import { totalmem } from "node:os";
import { TemperError } from "../core/error.ts";
import type { Buffer, Buffers, Values } from "../graph/session.ts";
import { cachedNames } from "../nn/cached-pass.ts";
import type { DecodedShape } from "./decode-graph.ts";

/** Room is made for this many tokens more than there are, or for a sixteenth more. A step passes over all room, and more room means that all is moved. */
const spareRoom = 32;

/**
 * Places come in so many: a token of a pass then meets the same lane of the softmax behind the cache, however much room there is, and
 * rows have the same bits whatever rows are beside them.
 */
const lanes = 16;

/** The least room that holds so many tokens. */
export function roomFor(tokens: number): number {
	return Math.ceil(tokens / lanes) * lanes;
}

/** The room that is made for rows of this length, which is at most the capacity. */
export function roomToGrow(length: number, capacity: number): number {
	const wanted = length + Math.max(spareRoom, length >> 4);
	return roomFor(Math.min(wanted, capacity));
}

/** What a decoder keeps of the tokens that it has seen, in arrays (`KeyValueCache` says what the methods do) or on a device. */
export interface Cache {
	readonly capacity: number;
	readonly room: number;
	reserve(length: number): void;
	past(from: number, to: number): Values | Promise<Values>;
	gather(slots: readonly number[], length: number): Values | Promise<Values>;
	append(
		fresh: Values,
		slots: readonly number[],
		before: readonly number[],
		counts: readonly number[],
	): void | Promise<void>;
	copy(from: number, to: number, length: number): void;
	/** Gives memory of a device back. */
	dispose?(): void;
}

/** Keys and values of all layers, each [slots, K, M, D]. M grows with the rows, since every step passes over all of it. */
export class KeyValueCache implements Cache {
	readonly slots: number;
	/** Most tokens of a row. */
	readonly capacity: number;
	readonly #kvHeads: number;
	readonly #headDim: number;
	#room = 0;
	/** Keys of each layer and values of each layer: room for all, of which only what is used takes memory. */
	readonly #keys: readonly Float32Array[];
	readonly #values: readonly Float32Array[];

	/** Throws `recipe` if the cache would not fit into half of the machine's memory when it is full. */
	constructor(architecture: DecodedShape, slots: number, capacity: number) {
		checkCache(architecture, slots, capacity);
		const { layers, kvHeads, headDim } = architecture;
		this.slots = slots;
		this.capacity = capacity;
		this.#kvHeads = kvHeads;
		this.#headDim = headDim;
		const size = slots * kvHeads * roomFor(capacity) * headDim;
		const empty = () =>
			Array.from({ length: layers }, () => new Float32Array(size));
		this.#keys = empty();
		this.#values = empty();
	}

	/** Places of a slot, M. */
	get room(): number {
		return this.#room;
	}

	/** Makes room for rows of this length, which is at most the capacity. */
	reserve(length: number): void {
		if (length <= this.#room) return;
		const room = roomToGrow(length, this.capacity);
		const [from, to] = [this.#room * this.#headDim, room * this.#headDim];
		for (const array of [...this.#keys, ...this.#values])
			for (let head = this.slots * this.#kvHeads - 1; head > 0; head--)
				array.copyWithin(head * to, head * from, (head + 1) * from);
		this.#room = room;
	}

	/** What attention reads of slots `from` up to `to`, where it lies. */
	past(from: number, to: number): Buffers {
		const dims = [to - from, this.#kvHeads, this.#room, this.#headDim];
		const size = this.#kvHeads * this.#room * this.#headDim;
		return this.#past((array) => ({
			data: array.subarray(from * size, to * size),
			dims,
		}));
	}

	/** A copy of the first `length` places of any slots. */
	gather(slots: readonly number[], length: number): Buffers {
		const dims = [slots.length, this.#kvHeads, length, this.#headDim];
		const [from, to] = [this.#room * this.#headDim, length * this.#headDim];
		return this.#past((array) => {
			const data = new Float32Array(slots.length * this.#kvHeads * to);
			for (const [b, slot] of slots.entries())
				for (let h = 0; h < this.#kvHeads; h++) {
					const start = (slot * this.#kvHeads + h) * from;
					const head = array.subarray(start, start + to);
					data.set(head, (b * this.#kvHeads + h) * to);
				}
			return { data, dims };
		});
	}

	#past(part: (array: Float32Array) => Buffer): Buffers {
		const buffers: Record<string, Buffer> = {};
		for (const [layer, keys] of this.#keys.entries()) {
			buffers[cachedNames.past("key", layer)] = part(keys);
			buffers[cachedNames.past("value", layer)] = part(
				this.#values[layer] as Float32Array,
			);
		}
		return buffers;
	}

	/**
	 * Puts what a pass computed into the cache: the first `counts[b]` of the T tokens of its row b, after the `before[b]`
	 * that are in `slots[b]`.
	 */
	append(
		fresh: Buffers,
		slots: readonly number[],
		before: readonly number[],
		counts: readonly number[],
	): void {
		const { data, dims } = fresh[cachedNames.fresh] as Buffer;
		const T = (dims[0] as number) / counts.length;
		const width = dims[1] as number;
		for (const [b, count] of counts.entries()) {
			const [slot, place] = [slots[b] as number, before[b] as number];
			for (let t = 0; t < count; t++)
				this.#write(data, (b * T + t) * width, slot, place + t);
		}
	}

	/** A token of a pass, which begins at `from`, becomes a place of a slot. Number by number: a call for each head costs more. */
	#write(data: Buffer["data"], from: number, slot: number, place: number) {
		const [heads, size] = [this.#kvHeads, this.#headDim];
		let at = from;
		for (const [layer, keys] of this.#keys.entries())
			for (const into of [keys, this.#values[layer] as Float32Array])
				for (let head = 0; head < heads; head++) {
					const to = ((slot * heads + head) * this.#room + place) * size;
					for (let i = 0; i < size; i++) into[to + i] = data[at++] as number;
				}
	}

	/** Puts what `gather` took of one slot into the first `length` places of a slot. */
	place(slot: number, rows: Buffers, length: number): void {
		const size = length * this.#headDim;
		const put = (into: Float32Array, { data }: Buffer) => {
			for (let h = 0; h < this.#kvHeads; h++) {
				const head = (slot * this.#kvHeads + h) * this.#room * this.#headDim;
				into.set(data.subarray(h * size, (h + 1) * size), head);
			}
		};
		for (const [layer, keys] of this.#keys.entries()) {
			const values = this.#values[layer] as Float32Array;
			put(keys, rows[cachedNames.past("key", layer)] as Buffer);
			put(values, rows[cachedNames.past("value", layer)] as Buffer);
		}
	}

	/** Copies the first `length` places of a slot. */
	copy(from: number, to: number, length: number): void {
		const heads = this.#kvHeads;
		const head = this.#room * this.#headDim;
		for (const array of [...this.#keys, ...this.#values])
			for (let h = 0; h < heads; h++) {
				const start = (from * heads + h) * head;
				const end = start + length * this.#headDim;
				array.copyWithin((to * heads + h) * head, start, end);
			}
	}
}

/** Throws `recipe` if a cache would take more than half of the machine's memory when it is full. */
export function checkCache(
	{ layers, kvHeads, headDim }: DecodedShape,
	slots: number,
	capacity: number,
): void {
	const limit = totalmem() / 2;
	const bytes = layers * slots * kvHeads * headDim * 8 * capacity;
	if (bytes <= limit) return;
	const gibibytes = (n: number) => `${(n / 2 ** 30).toFixed(1)} GiB`;
	throw new TemperError("recipe", {
		where: `cache of ${slots} rows of ${capacity} tokens`,
		expected: `at most ${gibibytes(limit)}, half of this machine's memory`,
		found: gibibytes(bytes),
		hint: "Ask for fewer new tokens, or for fewer rows side by side.",
	});
}
