import { expect, test } from "vitest";
import { cellsOf } from "./cells.ts";

const at = (
	demonstrations: number,
	pairs: number,
	seed: number,
	score: number,
) => ({ demonstrations, pairs, seed, score });

test("observations are grouped and standardised by the range of the means", () => {
	const cells = cellsOf([
		at(100, 0, 2, 0.6),
		at(0, 100, 1, 0.1),
		at(100, 0, 1, 0.4),
	]);
	expect(cells.at).toEqual([
		{ demonstrations: 0, pairs: 100 },
		{ demonstrations: 100, pairs: 0 },
	]);
	expect(cells.counts).toEqual([1, 2]);
	expect(cells.centre).toBeCloseTo(0.3);
	expect(cells.scale).toBeCloseTo(0.4);
	expect(cells.means[0]).toBeCloseTo(-0.5);
	expect(cells.means[1]).toBeCloseTo(0.5);
	expect(cells.within.squares).toBeCloseTo(0.02 / 0.16);
	expect(cells.within.freedom).toBe(1);
});

test("the untouched base with several seeds is one measurement", () => {
	const cells = cellsOf([at(0, 0, 1, 0.2), at(0, 0, 2, 0.2), at(9, 0, 1, 0.3)]);
	expect(cells.counts).toEqual([1, 1]);
	expect(cells.within.freedom).toBe(0);
});

test("scores that are not finite are left out", () => {
	const cells = cellsOf([at(1, 0, 1, Number.NaN), at(2, 0, 1, 0.3)]);
	expect(cells.at).toHaveLength(1);
});
