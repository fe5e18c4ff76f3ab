import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RandomStream } from "../../core/random.ts";
import type {
	Buffer,
	Buffers,
	GraphSession,
	Values,
} from "../../graph/session.ts";
import { cachedNames } from "../../nn/cached-pass.ts";
import { openSession } from "../../runtime/open-session.ts";
import { KeyValueCache } from "../key-value-cache.ts";
import { arrangeGraph, cacheParts } from "./arrange-graph.ts";
import { DeviceCache } from "./device-cache.ts";

const shape = {
	...{ layers: 2, kvHeads: 2, headDim: 3, windows: [null] },
	...{ vocabSize: 5, maxPositions: 999 },
};
const parts = cacheParts(shape);
const capacity = 130;
const slots = 3;

let session: GraphSession;
beforeAll(async () => {
	const options = { device: "cpu", threads: 1 } as const;
	session = await openSession(arrangeGraph(shape), options);
});
afterAll(() => session.dispose());

/** A cache whose graph runs on the CPU, and counts of its runs and of results that are not yet disposed of. */
function countingCache() {
	const count = { runs: 0, live: 0, fails: false };
	const cache = new DeviceCache(shape, slots, capacity, async (feeds) => {
		count.runs++;
		if (count.fails) throw new Error("out of memory");
		const arrays = Object.entries(feeds).map(([name, value]) => [
			name,
			"data" in value ? value : (value as OnDevice).buffer,
		]);
		const found = await session.run(Object.fromEntries(arrays));
		return onDevice(found, count);
	});
	return { cache, count };
}

interface OnDevice {
	readonly buffer: Buffer;
	readonly dims: readonly number[];
	dispose(): void;
}

function onDevice(buffers: Buffers, count: { live: number }): Values {
	return Object.fromEntries(
		Object.entries(buffers).map(([name, buffer]): [string, OnDevice] => {
			count.live++;
			let lives = true;
			const dispose = () => {
				expect(lives, `${name} lives`).toBe(true);
				lives = false;
				count.live--;
			};
			return [name, { buffer, dims: buffer.dims, dispose }];
		}),
	);
}

const random = new RandomStream(3, "caches");

function drawFresh(tokens: number): Buffers {
	const dims = [tokens, shape.kvHeads * shape.headDim];
	return Object.fromEntries(
		parts.map(({ fresh }): [string, Buffer] => [
			fresh,
			{
				data: Float32Array.from({ length: dims[0]! * dims[1]! }, () =>
					random.normal(),
				),
				dims,
			},
		]),
	);
}

/** The parts side by side, as a pass in arrays gives them. */
function together(fresh: Buffers): Buffers {
	const all = parts.map((part) => fresh[part.fresh]!);
	const [tokens, width] = all[0]!.dims as [number, number];
	const data = Float32Array.from(
		Array.from({ length: tokens }, (_, t) =>
			all.map(({ data }) => [...data.subarray(t * width, (t + 1) * width)]),
		).flat(2),
	);
	return { [cachedNames.fresh]: { data, dims: [tokens, all.length * width] } };
}

/** The first `lengths[b]` places of each slot b of what a pass would read. */
function tokensOf(values: Values, lengths: readonly number[]): number[][] {
	return parts.map(({ past }) => {
		const value = values[past] as Buffer | OnDevice;
		const { data, dims } = "data" in value ? value : value.buffer;
		expect(dims).toEqual([
			lengths.length,
			shape.kvHeads,
			dims[2],
			shape.headDim,
		]);
		const size = dims[2]! * shape.headDim;
		return lengths.flatMap((length, b) =>
			Array.from({ length: shape.kvHeads }, (_, head) => {
				const start = (b * shape.kvHeads + head) * size;
				return [...data.subarray(start, start + length * shape.headDim)];
			}).flat(),
		);
	});
}

describe("a cache on a device", () => {
	it("holds what a cache in arrays holds, whatever is appended, copied and read, and keeps one copy", async () => {
		const { cache, count } = countingCache();
		const expected = new KeyValueCache(shape, slots, capacity);
		const lengths = Array<number>(slots).fill(0);
		const perCopy = parts.length;
		for (let i = 0; i < 200; i++) {
			const kind = random.integer(4);
			const chosen = [0, 1, 2].filter(() => random.integer(3) > 0);
			if (kind === 0) {
				const [from, to] = [random.integer(slots), random.integer(slots)];
				const length = Math.max(0, lengths[from]! - random.integer(4));
				if (from !== to)
					for (const one of [cache, expected]) one.copy(from, to, length);
				lengths[to] = length;
			} else if (chosen.length > 0 && kind === 1) {
				const length = Math.max(1, ...chosen.map((slot) => lengths[slot]!));
				for (const one of [cache, expected]) one.reserve(length);
				expect(
					tokensOf(
						await cache.gather(chosen, length),
						chosen.map((slot) => lengths[slot]!),
					),
				).toEqual(
					tokensOf(
						expected.gather(chosen, length),
						chosen.map((slot) => lengths[slot]!),
					),
				);
			} else if (chosen.length > 0 && kind === 2) {
				const T = 1 + random.integer(6);
				const counts = chosen.map(() => 1 + random.integer(T));
				const before = chosen.map((slot) => lengths[slot]!);
				const after = counts.map((more, b) => before[b]! + more);
				if (Math.max(...after) > capacity) continue;
				const fresh = drawFresh(chosen.length * T);
				for (const one of [cache, expected]) {
					one.reserve(Math.max(...after));
					expect(one.room).toBeGreaterThanOrEqual(Math.max(...after));
				}
				expect(cache.room).toBe(expected.room);
				expected.append(together(fresh), chosen, before, counts);
				const held = {
					...onDevice(fresh, count),
					logits: fresh[parts[0]!.fresh]!,
				};
				await cache.append(held, chosen, before, counts);
				for (const [b, slot] of chosen.entries()) lengths[slot] = after[b]!;
			} else if (cache.room > 0) {
				const first = 1 + random.integer(slots);
				const own = lengths.slice(0, first);
				expect(tokensOf(await cache.past(0, first), own)).toEqual(
					tokensOf(expected.past(0, first), own),
				);
			}
			// What is held, what is fresh, and what was lent to a pass.
			expect(count.live).toBeLessThanOrEqual(3 * perCopy);
		}
		expect(Math.max(...lengths)).toBeGreaterThan(48);
		await cache.past(0, slots);
		cache.dispose();
		expect(count.live).toBe(0);
	});

	it("moves tokens once for each step, however many copies were made between", async () => {
		const { cache, count } = countingCache();
		cache.reserve(1);
		await cache.append(drawFresh(slots), [0, 1, 2], [0, 0, 0], [1, 1, 1]);
		expect(count.runs).toBe(0);
		cache.copy(0, 1, 1);
		cache.copy(1, 2, 1);
		cache.reserve(60);
		const values = await cache.past(0, slots);
		expect(await cache.past(0, slots)).toBe(values);
		expect(count).toEqual({ runs: 1, live: parts.length, fails: false });
		const key = cachedNames.past("key", 0);
		expect(values[key]?.dims).toEqual([slots, 2, cache.room, 3]);
		const [tokens] = tokensOf(values, [1, 1, 1]) as [number[]];
		expect(tokens.slice(6, 12)).toEqual(tokens.slice(0, 6));
		expect(tokens.slice(12)).toEqual(tokens.slice(0, 6));
		cache.dispose();
		expect(count.live).toBe(0);
	});

	it("gives back what it cannot place", async () => {
		const { cache, count } = countingCache();
		cache.reserve(2);
		await cache.append(onDevice(drawFresh(1), count), [0], [0], [1]);
		count.fails = true;
		const next = onDevice(drawFresh(1), count);
		await expect(cache.append(next, [0], [1], [1])).rejects.toThrow("memory");
		expect(count.live).toBe(parts.length);
		cache.dispose();
		expect(count.live).toBe(0);
	});

	it("refuses more than half of the machine's memory", () => {
		expect(
			() => new DeviceCache(shape, 2 ** 20, 2 ** 20, async () => ({})),
		).toThrow("half of this machine's memory");
	});
});
