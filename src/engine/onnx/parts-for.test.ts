import { expect, it } from "vitest";
import { RandomStream } from "../../core/random.ts";
import type { Group } from "../../data/example.ts";
import { microBatchesOf } from "../../data/micro-batches.ts";
import { microBatchCostOf } from "../../data/plan-step.ts";
import { partsFor } from "./parts-for.ts";

const group = (length: number): Group => [
	{
		...{ id: `${length}`, ids: new Int32Array(length), liked: true },
		mask: new Uint8Array(length),
	},
];

const lengths = (width: number, planned: readonly (readonly number[])[]) =>
	partsFor(
		width,
		planned.map((rows) => rows.map(group)),
	).map(({ groups }) => groups.flat().map(({ ids }) => ids.length));

it("one session computes the micro-batches as they are planned", () => {
	const planned = [[group(3), group(400)], [group(2)]];
	expect(partsFor(1, planned)).toEqual(
		planned.map((groups, index) => ({ index, groups })),
	);
});

it("two sessions compute micro-batches as large as planned, of rows that keep both busy", () => {
	const planned = [[250, 240], [230, 220], [170, 160, 150], [110]];
	const parts = lengths(2, planned);
	expect(parts).toHaveLength(4);
	expect(
		Math.max(...parts.map((rows) => rows.reduce((a, b) => a + b, 0))),
	).toBeLessThanOrEqual(490);
	const end = (session: readonly (readonly number[])[]) =>
		session.reduce((sum, rows) => sum + microBatchCostOf(rows), 0);
	const [a, b, c, d] = parts as [number[], number[], number[], number[]];
	expect(end([a, d]) / end([b, c])).toBeCloseTo(1, 1);
});

it("sessions that take the next part when they are free end together", () => {
	const random = new RandomStream(5, "test");
	let [ends, halves] = [0, 0];
	for (let step = 0; step < 40; step++) {
		const rows = Array.from({ length: 8 }, () => 100 + random.integer(250));
		const planned = microBatchesOf(rows.map(group), 512);
		const free = [0, 0];
		for (const { groups } of partsFor(2, planned)) {
			const session = free.indexOf(Math.min(...free));
			const cost = microBatchCostOf(groups.flat().map(({ ids }) => ids.length));
			free[session] = (free[session] as number) + cost;
			halves += cost / 2;
		}
		ends += Math.max(...free);
	}
	expect(ends / halves).toBeLessThan(1.01);
});

it("a single micro-batch is divided among as many sessions as it has rows for", () => {
	expect(lengths(2, [[200, 210]])).toEqual([[210], [200]]);
	expect(lengths(4, [[100, 110, 120, 130]])).toHaveLength(4);
	expect(lengths(4, [[200, 210]])).toHaveLength(2);
	expect(lengths(2, [[400]])).toEqual([[400]]);
	expect(lengths(2, [])).toEqual([]);
});

it("rows of a group stay together", () => {
	const pair = [...group(120), ...group(130)];
	const parts = partsFor(2, [[pair, group(260)]]);
	expect(parts.map(({ groups }) => groups)).toContainEqual([pair]);
});

it("parts are numbered in their order, and no row is lost", () => {
	const planned = [[300, 90], [100, 120, 200], [70]];
	const parts = partsFor(
		3,
		planned.map((rows) => rows.map(group)),
	);
	expect(parts.map(({ index }) => index)).toEqual(parts.map((_, i) => i));
	const rows = parts.flatMap(({ groups }) => groups.flat());
	expect(rows.map(({ ids }) => ids.length).sort((a, b) => a - b)).toEqual(
		planned.flat().sort((a, b) => a - b),
	);
});
