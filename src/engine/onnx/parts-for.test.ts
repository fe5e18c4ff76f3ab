import { expect, it } from "vitest";
import type { Group } from "../../data/example.ts";
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

it("two sessions compute whole micro-batches where these keep both busy, the longest first", () => {
	const planned = [
		[100, 110, 200],
		[240, 250],
		[230, 220],
		[150, 160, 170],
	];
	expect(lengths(2, planned)).toEqual([
		[240, 250],
		[150, 160, 170],
		[230, 220],
		[100, 110, 200],
	]);
});

it("a single micro-batch is divided among as many sessions as it has rows for", () => {
	expect(lengths(2, [[200, 210]])).toEqual([[210], [200]]);
	expect(lengths(4, [[100, 110, 120, 130]])).toHaveLength(4);
	expect(lengths(4, [[200, 210]])).toHaveLength(2);
	expect(lengths(2, [[400]])).toEqual([[400]]);
	expect(lengths(2, [])).toEqual([]);
});

it("of an odd number of micro-batches one is divided, unless its parts would cost more than they save", () => {
	const parts = lengths(2, [
		[230, 230],
		[220, 220],
		[215, 215],
	]);
	expect(parts.map((part) => part.length)).toEqual([2, 2, 1, 1]);
	expect(lengths(2, [[200, 200], [180, 180], [30]])).toHaveLength(3);
});

it("places are those of the rows, and no row is lost", () => {
	const planned = [[300, 90], [100, 120, 200], [70]];
	const parts = partsFor(
		2,
		planned.map((rows) => rows.map(group)),
	);
	const inOrder = parts.toSorted((a, b) => a.index - b.index);
	expect(inOrder.map(({ index }) => index)).toEqual(parts.map((_, i) => i));
	const rows = inOrder.flatMap(({ groups }) => groups.flat());
	expect(new Set(rows.map(({ ids }) => ids.length))).toEqual(
		new Set(planned.flat()),
	);
});
