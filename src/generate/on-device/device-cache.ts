import type { Buffer, Values } from "../../graph/session.ts";
import type { DecodedShape } from "../decode-graph.ts";
import { type Cache, checkCache, roomToGrow } from "../key-value-cache.ts";
import { arrangedNames, cacheParts } from "./arrange-graph.ts";
import { release } from "./release.ts";

/** Runs the graph of `arrangeGraph`. Its results stay where they are computed. */
export type Arrange = (feeds: Values) => Promise<Values>;

/**
 * A cache of keys and values on a device. The host knows where each token of each slot lies: in what the device holds, or in the results of
 * the last pass. Copies, appended tokens and growth change that map alone; before the cache is read, one run moves everything to its place.
 */
export class DeviceCache implements Cache {
	readonly slots: number;
	readonly capacity: number;
	readonly #shape: DecodedShape;
	readonly #arrange: Arrange;
	#room = 0;
	/** Where the token of each place of each slot lies, [slots, room]: a place of what is held, or a fresh token behind all of these. */
	#places = new Int32Array();
	/** Slots and places of what is held. */
	#held: {
		readonly values: Values;
		readonly slots: number;
		readonly room: number;
	};
	/** What the last pass computed, until it has its place. */
	#fresh: Values | null = null;
	/** Whether every token lies at its place. */
	#settled = false;
	/** Copies for a pass, which are not used after it. */
	#lent: Values = {};

	/** Throws `recipe` if the cache would not fit into half of the machine's memory when it is full. */
	constructor(
		shape: DecodedShape,
		slots: number,
		capacity: number,
		arrange: Arrange,
	) {
		checkCache(shape, slots, capacity);
		this.slots = slots;
		this.capacity = capacity;
		this.#shape = shape;
		this.#arrange = arrange;
		const blank = this.#zeros([1, shape.kvHeads, 1, shape.headDim]);
		const values = Object.fromEntries(
			cacheParts(shape).map(({ past }) => [past, blank]),
		);
		this.#held = { values, slots: 1, room: 1 };
	}

	get room(): number {
		return this.#room;
	}

	reserve(length: number): void {
		if (length <= this.#room) return;
		const room = roomToGrow(length, this.capacity);
		// Places that hold no token read the first one, and no token looks at them.
		const places = new Int32Array(this.slots * room);
		for (let slot = 0; slot < this.slots; slot++)
			places.set(this.#placesOf(slot, this.#room), slot * room);
		this.#places = places;
		this.#room = room;
		this.#settled = false;
	}

	async past(from: number, to: number): Promise<Values> {
		if (to - from < this.slots) {
			const slots = Array.from({ length: to - from }, (_, i) => from + i);
			return this.gather(slots, this.#room);
		}
		await this.#settle();
		return this.#held.values;
	}

	async gather(slots: readonly number[], length: number): Promise<Values> {
		release(this.#lent);
		this.#lent = await this.#arranged(slots, length);
		return this.#lent;
	}

	async append(
		computed: Values,
		slots: readonly number[],
		before: readonly number[],
		counts: readonly number[],
	): Promise<void> {
		const parts = cacheParts(this.#shape);
		const fresh = Object.fromEntries(
			parts.map((part) => [part.fresh, computed[part.fresh] as Values[string]]),
		);
		release(this.#lent);
		this.#lent = {};
		try {
			if (this.#fresh) await this.#settle();
		} catch (error) {
			release(fresh);
			throw error;
		}
		this.#fresh = fresh;
		this.#settled = false;
		const tokens = (Object.values(fresh)[0] as Values[string])
			.dims[0] as number;
		const T = tokens / counts.length;
		const first = this.#held.slots * this.#held.room;
		for (const [b, count] of counts.entries()) {
			const place = (slots[b] as number) * this.#room + (before[b] as number);
			for (let t = 0; t < count; t++)
				this.#places[place + t] = first + b * T + t;
		}
	}

	copy(from: number, to: number, length: number): void {
		this.#places.set(this.#placesOf(from, length), to * this.#room);
		this.#settled = false;
	}

	dispose(): void {
		for (const values of [this.#held.values, this.#fresh ?? {}, this.#lent])
			release(values);
	}

	#placesOf(slot: number, length: number): Int32Array {
		const start = slot * this.#room;
		return this.#places.subarray(start, start + length);
	}

	/** Moves every token to its place. */
	async #settle(): Promise<void> {
		if (this.#settled) return;
		const { slots } = this;
		const room = this.#room;
		const values = await this.#arranged([...Array(slots).keys()], room);
		release(this.#held.values);
		release(this.#fresh ?? {});
		this.#held = { values, slots, room };
		this.#fresh = null;
		this.#places = Int32Array.from({ length: slots * room }, (_, i) => i);
		this.#settled = true;
	}

	/** The first `length` places of slots, as a pass reads them. */
	async #arranged(slots: readonly number[], length: number): Promise<Values> {
		const parts = cacheParts(this.#shape);
		const { kvHeads, headDim } = this.#shape;
		const none = this.#zeros([1, kvHeads * headDim]);
		const fresh =
			this.#fresh ??
			Object.fromEntries(parts.map((part) => [part.fresh, none]));
		const next = await this.#arrange({
			...this.#held.values,
			...fresh,
			[arrangedNames.index]: this.#index(slots, length),
		});
		return Object.fromEntries(
			parts.map((part) => [part.past, next[part.next] as Values[string]]),
		);
	}

	/** Rows of D numbers: of what is held [slots, K, room, D], then of tokens [tokens, K, D]. */
	#index(slots: readonly number[], length: number): Buffer {
		const { kvHeads: K } = this.#shape;
		const { slots: heldSlots, room } = this.#held;
		const heldPlaces = heldSlots * room;
		const data = new Int32Array(slots.length * K * length);
		let to = 0;
		for (const slot of slots) {
			const places = this.#placesOf(slot, length);
			for (let head = 0; head < K; head++)
				for (const place of places) {
					const from = Math.floor(place / room);
					data[to++] =
						place < heldPlaces
							? (from * K + head) * room + (place - from * room)
							: place * K + head;
				}
		}
		return { data, dims: [slots.length, K, length] };
	}

	#zeros(dims: readonly number[]): Buffer {
		const size = dims.reduce((product, n) => product * n, 1);
		return { data: new Float32Array(size), dims };
	}
}
