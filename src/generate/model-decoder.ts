import { TemperError } from "../core/error.ts";
import type { Buffer, Buffers, Values } from "../graph/session.ts";
import { cachedNames } from "../nn/cached-pass.ts";
import { rotaryTables } from "../nn/rotary.ts";
import type { DecodedShape } from "./decode-graph.ts";
import { decodeInputs } from "./decode-inputs.ts";
import type { DecodeRuns } from "./decode-session.ts";
import type { Decoder, SlotPrompt } from "./decoder.ts";
import { type Cache, KeyValueCache, roomFor } from "./key-value-cache.ts";
import { release } from "./on-device/release.ts";
import { planPrefill } from "./prefill-plan.ts";
import { chooseToken, type Sampling } from "./sampling/sampling.ts";

/** Tokens in flight while prompts are read. What a layer computes for more of them no longer stays in the cache of a processor. */
const prefillTokens = 256;

/** What a cache holds of some tokens of a slot. */
export interface CachedRow {
	readonly length: number;
	/** Keys and values of every layer, [1, K, length, D]. */
	readonly rows: Buffers;
}

/** Decodes with a model and a cache of keys and values. Its weights belong to the session. */
export class ModelDecoder implements Decoder {
	readonly vocabSize: number;
	readonly maxLength: number;
	readonly checksDrafts: boolean;
	readonly #session: DecodeRuns;
	readonly #adapter: Buffers;
	/** The adapter as the session reads it. */
	#placed: Buffers = {};
	#cache: Cache | null = null;
	/** The adapter and the tables where runs read them; null until the first run. */
	#lasting: Values | null = null;
	#tables: { readonly length: number; readonly buffers: Buffers } = {
		length: 0,
		buffers: {},
	};
	/** Of the last step, for the arrays of the next one of equal sizes. */
	#results: { readonly key: string; readonly values: Buffers } | null = null;
	/** Tokens that each slot holds. */
	#lengths: number[] = [];

	/** `adapter`: values of the session's adapters by their inputs' names, read anew at each reset; null for the base alone. */
	constructor(session: DecodeRuns, adapter: Buffers | null) {
		const { vocabSize, maxPositions } = session.architecture;
		this.vocabSize = vocabSize;
		this.maxLength = maxPositions;
		this.checksDrafts = session.precision === "float32";
		this.#session = session;
		this.#adapter = adapter ?? session.noAdapter;
	}

	get architecture(): DecodedShape {
		return this.#session.architecture;
	}

	/** Throws `data` for rows beyond the positions of the model, and `recipe` for too large a cache. */
	reset(slots: number, capacity: number): void {
		if (capacity > this.maxLength)
			throw new TemperError("data", {
				where: "generation",
				expected: `rows of at most ${this.maxLength} tokens, the positions of the model`,
				found: String(capacity),
			});
		const { architecture, onDevice } = this.#session;
		this.#placed = this.#session.inBasis(this.#adapter);
		const cache =
			onDevice?.cache(slots, capacity) ??
			new KeyValueCache(architecture, slots, capacity);
		this.#cache?.dispose?.();
		this.#cache = cache;
		release(this.#lasting ?? {});
		this.#lasting = null;
		this.#lengths = Array(slots).fill(0);
		this.#reach(capacity);
	}

	/** Throws `data` for prompts that are empty or too long or hold ids that the model lacks. */
	async prefill(prompts: readonly SlotPrompt[]): Promise<Float32Array> {
		for (const [i, { ids }] of prompts.entries()) this.#check(ids, i);
		for (const { slot, cached } of prompts) this.copy(slot, slot, cached);
		const logits = new Float32Array(prompts.length * this.vocabSize);
		// Prompts of like length go together, since shorter ones are padded.
		const left = (i: number) => leftOf(prompts[i] as SlotPrompt);
		const order = [...prompts.keys()].sort(
			(a, b) => left(a) - left(b) || a - b,
		);
		const sorted = order.map((i) => prompts[i] as SlotPrompt);
		for (const run of planPrefill(sorted.map(leftOf), prefillTokens)) {
			const rows = sorted.slice(run.from, run.to);
			const slots = rows.map(({ slot }) => slot);
			// Some place even if nothing is cached: not every device takes empty inputs.
			const held = slots.map((slot) => this.#cached(slot));
			const room = roomFor(Math.max(1, ...held));
			this.#opened.reserve(Math.max(...rows.map(({ ids }) => ids.length)));
			const found = await this.#run(
				slots,
				rows.map(({ ids, cached }) =>
					ids.subarray(cached + run.start, cached + run.end),
				),
				{ room, values: await this.#opened.gather(slots, room) },
			);
			for (let b = 0; b < rows.length; b++) {
				const from = b * this.vocabSize;
				const row = found.subarray(from, from + this.vocabSize);
				logits.set(row, (order[run.from + b] as number) * this.vocabSize);
			}
		}
		return logits;
	}

	copy(from: number, to: number, length = this.#cached(from)): void {
		if (length > this.#cached(from))
			throw new TemperError("internal", {
				where: `generation, slot ${from}`,
				expected: `at least ${length} tokens`,
				found: String(this.#cached(from)),
			});
		if (from !== to) this.#opened.copy(from, to, length);
		this.#lengths[to] = length;
	}

	/** The first tokens of a slot, all if `length` is left out, as `write` puts them into a slot of another decoder. */
	read(slot: number, length = this.#cached(slot)): CachedRow {
		return { length, rows: this.#inArrays.gather([slot], length) };
	}

	/** The slot now holds these tokens. */
	write(slot: number, { length, rows }: CachedRow): void {
		this.#opened.reserve(length);
		this.#inArrays.place(slot, rows, length);
		this.#lengths[slot] = length;
	}

	step(ids: Int32Array): Promise<Float32Array> {
		return this.extend(Array.from(ids, (id) => Int32Array.of(id)));
	}

	async choose(
		ids: Int32Array,
		sampling: Sampling,
		uniforms: Float64Array,
	): Promise<Int32Array> {
		const V = this.vocabSize;
		const steps = uniforms.length / ids.length;
		const chosen = new Int32Array(uniforms.length);
		const next = ids.slice();
		for (let step = 0; step < steps; step++) {
			const logits = await this.step(next);
			for (let b = 0; b < next.length; b++) {
				const row = logits.subarray(b * V, (b + 1) * V);
				const at = b * steps + step;
				next[b] = chooseToken(row, sampling, () => uniforms[at] as number);
				chosen[at] = next[b] as number;
			}
		}
		return chosen;
	}

	async extend(parts: readonly Int32Array[]): Promise<Float32Array> {
		const cache = this.#opened;
		const slots = [...parts.keys()];
		const lengths = slots.map((slot) => this.#cached(slot));
		const after = parts.map(({ length }, slot) => lengths[slot]! + length);
		if (
			lengths.some((length) => length === 0) ||
			after.some((length) => length > cache.capacity)
		)
			throw new TemperError("internal", {
				where: "generation step",
				expected: `rows of at least one token in the first slots, which grow to at most ${cache.capacity}`,
				found: `rows of ${lengths.join(", ")} that grow to ${after.join(", ")}`,
			});
		cache.reserve(Math.max(...after));
		const values = await cache.past(0, slots.length);
		const past = { room: cache.room, values };
		return this.#run(slots, parts, past, true);
	}

	/**
	 * Runs the next tokens of slots, for which the cache has room, through the model. Returns the logits after the last of each
	 * slot, [slots, V], or after every one.
	 */
	async #run(
		slots: readonly number[],
		parts: readonly Int32Array[],
		past: { readonly room: number; readonly values: Values },
		everywhere = false,
	): Promise<Float32Array> {
		const before = slots.map((slot) => this.#cached(slot));
		const counts = parts.map(({ length }) => length);
		const chunk = { parts, before, room: past.room, everywhere };
		const inputs = decodeInputs(chunk, this.#session.architecture.windows);
		this.#lasting ??= await this.#place();
		const sizes = [cachedNames.ids, "last"].map((name) => inputs[name]?.dims);
		const key = sizes.join(" ");
		const into = this.#results?.key === key ? this.#results.values : {};
		const feeds = { ...this.#lasting, ...past.values, ...inputs };
		const fresh = await this.#session.run(feeds, into);
		// Those of prompts are large.
		const isKept = everywhere && !this.#session.onDevice;
		this.#results = isKept ? { key, values: fresh as Buffers } : null;
		await this.#opened.append(fresh, slots, before, counts);
		for (const [b, slot] of slots.entries())
			this.#lengths[slot] = (before[b] as number) + (counts[b] as number);
		return (fresh.logits as Buffer).data as Float32Array;
	}

	/** The adapter and the tables where the session's runs read them. */
	async #place(): Promise<Values> {
		const buffers = { ...this.#placed, ...this.#tables.buffers };
		return this.#session.onDevice?.place(buffers) ?? buffers;
	}

	#cached(slot: number): number {
		return this.#lengths[slot] ?? 0;
	}

	get #opened(): Cache {
		return this.#cache ?? without("slots first");
	}

	get #inArrays(): KeyValueCache {
		const cache = this.#opened;
		return cache instanceof KeyValueCache
			? cache
			: without("a cache in arrays");
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

	#check(ids: Int32Array, index: number): void {
		const where = `prompt ${index + 1} of a batch`;
		const { capacity } = this.#opened;
		if (ids.length === 0 || ids.length > capacity)
			throw new TemperError("data", {
				where,
				expected: `1 to ${capacity} tokens`,
				found: String(ids.length),
			});
		const alien = ids.find((id) => id < 0 || id >= this.vocabSize);
		if (alien === undefined) return;
		throw new TemperError("data", {
			where,
			expected: `token ids below ${this.vocabSize}, the model's vocabulary`,
			found: String(alien),
			hint: "The tokenizer may be another model's.",
		});
	}
}

function without(expected: string): never {
	const where = "generation step";
	throw new TemperError("internal", { where, expected, found: "none" });
}

/** Tokens that are still to be read. */
function leftOf({ ids, cached }: SlotPrompt): number {
	return ids.length - cached;
}
