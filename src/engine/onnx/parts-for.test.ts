import { expect, it } from "vitest";
import type { Group } from "../../data/example.ts";
import { partsFor } from "./parts-for.ts";

const group = (length: number): Group => [
	{
		...{ id: `${length}`, ids: new Int32Array(length), liked: true },
		mask: new Uint8Array(length),
	},
];

it("one session computes the micro-batches as they are planned", () => {
	const planned = [[group(3), group(400)], [group(2)]];
	expect(partsFor(1, planned, 512)).toEqual(
		planned.map((groups, index) => ({ index, groups })),
	);
});

it("two sessions compute parts of half the size, the longest first", () => {
	const planned = [
		[group(100), group(120), group(200)],
		[group(300), group(90)],
	];
	const parts = partsFor(2, planned, 512);
	const lengths = parts.map(({ groups }) =>
		groups.flat().map(({ ids }) => ids.length),
	);
	expect(lengths.flat().sort((a, b) => a - b)).toEqual([
		90, 100, 120, 200, 300,
	]);
	const sums = lengths.map((part) => part.reduce((sum, n) => sum + n, 0));
	expect(sums).toEqual(sums.toSorted((a, b) => b - a));
	expect(sums.slice(1).every((sum) => sum <= 256)).toBe(true);
	expect(parts.map(({ index }) => index).sort()).toEqual(
		parts.map((_, i) => i),
	);
});
