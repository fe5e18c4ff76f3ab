import { expect, test } from "vitest";
import { recommendAmong } from "./recommend.ts";

const prices = { demonstration: 1, pair: 1 };
const splits = [0, 5, 10].map((pairs) => ({
	demonstrations: 10 - pairs,
	pairs,
}));
const draws = (rows: readonly (readonly number[])[]) =>
	rows.map((row) => Float64Array.from(row));

test("the split with the best mean, and what the others may gain", () => {
	// Means 0.5, 0.6 and 0.4; the last draw prefers the first split by 0.2.
	const rows = [...Array(9).fill([0.45, 0.6, 0.4]), [0.95, 0.6, 0.4]];
	const found = recommendAmong(splits, draws(rows), prices, 0.01);
	expect(found).toMatchObject({ demonstrations: 5, pairs: 5, share: 0.5 });
	expect(found.score.value).toBeCloseTo(0.6);
	expect(found.regret.mean).toBeCloseTo(0.035);
	// Between the ninth and the tenth of the sorted regrets, 0 and 0.35, at 0.95 * 9 = 8.55.
	expect(found.regret.high).toBeCloseTo(0.55 * 0.35);
	expect(found.shareInterval).toEqual({ low: 0, high: 0.5 });
});

test("a flat optimum gives a wide interval", () => {
	const rows = Array(20).fill([0.5, 0.5005, 0.4999]);
	const found = recommendAmong(splits, draws(rows), prices, 0.02);
	expect(found.share).toBe(0.5);
	expect(found.shareInterval).toEqual({ low: 0, high: 1 });
});

test("a split that less than 5% of the draws prefer is outside of the interval", () => {
	const rows = [...Array(24).fill([0, 0, 1]), [1, 0, 0]];
	const found = recommendAmong(splits, draws(rows), prices, 0.001);
	expect(found.shareInterval).toEqual({ low: 1, high: 1 });
});

test("an allocation that costs nothing has no share of pairs", () => {
	const free = { demonstration: 0, pair: 0 };
	const found = recommendAmong(splits, draws([[0, 1, 0]]), free, 0.01);
	expect(found.share).toBe(0);
});
