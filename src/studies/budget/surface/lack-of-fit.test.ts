import { expect, test } from "vitest";
import { RandomStream } from "../../../core/random.ts";
import { cellsOf } from "./cells.ts";
import { lackOfFit } from "./lack-of-fit.ts";
import { extentOf } from "./shape.ts";

/** The p value on a grid of 4 budgets and 5 splits, with two seeds each. */
function fitOf(
	score: (demonstrations: number, pairs: number) => number,
	repeat: number,
	seeds = [1, 2],
): number | null {
	const random = new RandomStream(repeat, "lack of fit");
	const cells = cellsOf(
		[500, 1500, 5000, 15000].flatMap((budget) =>
			[0, 0.25, 0.5, 0.75, 1].flatMap((share) =>
				seeds.map((seed) => {
					const pairs = budget * share;
					const demonstrations = budget - pairs;
					return {
						...{ demonstrations, pairs, seed },
						score: score(demonstrations, pairs) + 0.02 * random.normal(),
					};
				}),
			),
		),
	);
	const starts = [-0.7, 0, 0.7].map((x) => new Float64Array(5).fill(x));
	return lackOfFit(cells, extentOf(cells.at), starts);
}

const saturating = (s: number, p: number) =>
	0.2 + (0.35 * s) / (s + 800) + (0.25 * p) / (p + 2500);

const below = (ps: readonly (number | null)[], level: number) =>
	ps.filter((p) => p !== null && p < level).length;

test("a surface of the shape is seldom rejected", () => {
	const ps = Array.from({ length: 20 }, (_, i) => fitOf(saturating, i));
	expect(below(ps, 0.01)).toBeLessThanOrEqual(1);
	expect(below(ps, 0.5)).toBeGreaterThan(3);
	expect(below(ps, 0.5)).toBeLessThan(17);
});

test("a surface with a dent is rejected", () => {
	const dent = (s: number, p: number) =>
		saturating(s, p) - (p > 1000 && p < 6000 ? 0.15 : 0);
	const ps = Array.from({ length: 5 }, (_, i) => fitOf(dent, i));
	expect(below(ps, 0.01)).toBe(5);
});

test("without repeats of cells there is no test", () => {
	expect(fitOf(saturating, 1, [1])).toBeNull();
});
