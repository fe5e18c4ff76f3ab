import type { Buffer, Buffers } from "../../graph/session.ts";
import type { Decoder, SlotPrompt } from "../decoder.ts";
import { checkCache } from "../key-value-cache.ts";
import type { ModelDecoder } from "../model-decoder.ts";
import type { Sampling } from "../sampling/sampling.ts";
import type { RemoteDecoder } from "./remote-decoder.ts";

/** Fewer rows in a part pass over its weights for too little. */
const leastRows = 2;

/** The decoder of this thread, or one elsewhere. */
type Part = ModelDecoder | RemoteDecoder;

interface Copy {
	readonly from: number;
	readonly to: number;
	readonly length: number | undefined;
}

export interface DividedOptions {
	/** Starts what is not here; called when it is first needed. */
	readonly others: () => readonly RemoteDecoder[];
	/** Most decoders, this one included. */
	readonly most: number;
	/** The adapter as the graph reads it, read anew at each reset. */
	readonly adapter: () => Buffers;
}

/**
 * Deals the slots out to the decoder of this thread and to those of others, one after the other: each has weights and a cache of
 * its own, and they share nothing while they compute. Rows do not depend on how they are dealt.
 */
export class DividedDecoder implements Decoder {
	readonly vocabSize: number;
	readonly maxLength: number;
	readonly checksDrafts: boolean;
	readonly #own: ModelDecoder;
	readonly #options: DividedOptions;
	/** The own decoder first. */
	#parts: readonly Part[];
	#resetting: readonly Promise<unknown>[] = [];
	/** Asked for since the last pass. */
	#copies: Copy[] = [];

	constructor(own: ModelDecoder, options: DividedOptions) {
		this.vocabSize = own.vocabSize;
		this.maxLength = own.maxLength;
		this.checksDrafts = own.checksDrafts;
		this.#own = own;
		this.#options = options;
		this.#parts = [own];
	}

	reset(slots: number, capacity: number): void {
		const { most, others, adapter } = this.#options;
		const count = Math.max(1, Math.min(most, Math.floor(slots / leastRows)));
		checkCache(this.#own.architecture, slots, capacity);
		this.#own.reset(Math.ceil(slots / count), capacity);
		this.#copies = [];
		const used = count === 1 ? [] : others().slice(0, count - 1);
		this.#parts = [this.#own, ...used];
		const placed = count === 1 ? {} : copied(adapter());
		this.#resetting = used.map((part) =>
			part.reset(Math.ceil(slots / count), capacity, placed),
		);
		// Awaited by the next pass.
		for (const one of this.#resetting) one.catch(() => {});
	}

	copy(from: number, to: number, length?: number): void {
		this.#copies.push({ from, to, length });
	}

	async prefill(prompts: readonly SlotPrompt[]): Promise<Float32Array> {
		const found = await this.#divided(
			prompts,
			({ slot }) => slot,
			(part, own) =>
				part.prefill(
					own.map(({ slot, ids, cached }) => ({
						slot: this.#place(slot),
						ids: ids.slice(),
						cached,
					})),
				),
		);
		return this.#joined(
			prompts.map(({ slot }) => ({ slot, count: 1 })),
			found,
		);
	}

	step(ids: Int32Array): Promise<Float32Array> {
		return this.extend(Array.from(ids, (id) => Int32Array.of(id)));
	}

	async extend(parts: readonly Int32Array[]): Promise<Float32Array> {
		const rows = parts.map((ids, slot) => ({ ids, slot, count: ids.length }));
		const found = await this.#divided(
			rows,
			({ slot }) => slot,
			(part, own) => part.extend(own.map(({ ids }) => ids)),
		);
		return this.#joined(rows, found);
	}

	async choose(
		ids: Int32Array,
		sampling: Sampling,
		uniforms: Float64Array,
	): Promise<Int32Array> {
		const slots = [...ids.keys()];
		const steps = uniforms.length / ids.length;
		const of = <Many extends Int32Array | Float64Array>(
			values: Many,
			row: number,
		) => values.subarray(row * steps, (row + 1) * steps);
		const found = await this.#divided(
			slots,
			(slot) => slot,
			(part, own) =>
				part.choose(
					Int32Array.from(own, (slot) => ids[slot] as number),
					sampling,
					Float64Array.from(own.flatMap((slot) => [...of(uniforms, slot)])),
				),
		);
		const chosen = new Int32Array(uniforms.length);
		for (const slot of slots) {
			const part = found[this.#partOf(slot)] as Int32Array;
			of(chosen, slot).set(of(part, this.#place(slot)));
		}
		return chosen;
	}

	#partOf(slot: number): number {
		return slot % this.#parts.length;
	}

	/** The slot of its part. */
	#place(slot: number): number {
		return Math.floor(slot / this.#parts.length);
	}

	/**
	 * Each part's result for its rows, null for a part without rows. A part that fails is waited for no less than the others: none
	 * computes any longer when this throws.
	 */
	async #divided<Row, Result>(
		rows: readonly Row[],
		slotOf: (row: Row) => number,
		run: (part: Part, own: readonly Row[]) => Promise<Result>,
	): Promise<(Result | null)[]> {
		await Promise.all(this.#resetting);
		await this.#copyAll();
		const running = this.#parts.map((part, p) => {
			const own = rows.filter((row) => this.#partOf(slotOf(row)) === p);
			return () => (own.length === 0 ? null : run(part, own));
		});
		// The others begin first: the own decoder keeps this thread busy until it ends.
		const begun = running.slice(1).map((begin) => begin());
		const ends = await Promise.allSettled([running[0]?.() ?? null, ...begun]);
		return ends.map((end) => {
			if (end.status === "rejected") throw end.reason;
			return end.value;
		});
	}

	/** Each part works on its calls in their order, so that only what is read is waited for. */
	async #copyAll(): Promise<void> {
		const writing: Promise<void>[] = [];
		for (const { from, to, length } of this.#copies.splice(0)) {
			const [source, target] = [from, to].map(
				(slot) => this.#parts[this.#partOf(slot)] as Part,
			) as [Part, Part];
			const [a, b] = [this.#place(from), this.#place(to)];
			const written =
				source === target
					? source.copy(a, b, length)
					: target.write(b, await source.read(a, length));
			if (written) writing.push(written);
		}
		await Promise.all(writing);
	}

	/** Logits of rows in their order, `count` for each, of which every part has its own one after the other. */
	#joined(
		rows: readonly { readonly slot: number; readonly count: number }[],
		found: readonly (Float32Array | null)[],
	): Float32Array {
		if (found.length === 1 && found[0]) return found[0];
		const V = this.vocabSize;
		const whole = new Float32Array(
			rows.reduce((sum, { count }) => sum + count, 0) * V,
		);
		const from = found.map(() => 0);
		let to = 0;
		for (const { slot, count } of rows) {
			const p = this.#partOf(slot);
			const start = from[p] as number;
			const end = start + count * V;
			whole.set((found[p] as Float32Array).subarray(start, end), to);
			from[p] = end;
			to += count * V;
		}
		return whole;
	}
}

/** With memory of their own: a message takes all of the memory that an array is a part of. */
function copied(buffers: Buffers): Buffers {
	return Object.fromEntries(
		Object.entries(buffers).map(([name, { data, dims }]): [string, Buffer] => [
			name,
			{ data: data.slice(), dims },
		]),
	);
}
