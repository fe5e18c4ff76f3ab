import { expect, it } from "vitest";
import { shareOut } from "./share-out.ts";

/** Shares of values, which cost their sum and 10 for each share that is not empty. */
function shares(values: readonly number[], width: number): number[][] {
	const costOf = (share: readonly number[]) =>
		share.reduce((sum, i) => sum + (values[i] as number), share.length && 10);
	return shareOut([...values.keys()], width, costOf).map((share) =>
		share.map((i) => values[i] as number).sort((a, b) => a - b),
	);
}

it("exchanges make even what turns left uneven", () => {
	// In turn: 5 + 3 against 4 + 3 + 3.
	expect(shares([5, 4, 3, 3, 3], 2)).toEqual([
		[4, 5],
		[3, 3, 3],
	]);
	expect(
		shares([8, 7, 6, 5, 4], 2).map((one) => one.reduce((a, b) => a + b)),
	).toEqual([15, 15]);
});

it("each item is in one share, also with more shares than items and with many items", () => {
	expect(shares([3, 9], 3)).toEqual([[9], [3], []]);
	expect(shares([], 2)).toEqual([[], []]);
	const many = Array.from({ length: 501 }, (_, i) => i);
	const found = shares(many, 4);
	expect(found.flat().sort((a, b) => a - b)).toEqual(many);
	const sums = found.map((one) => one.reduce((a, b) => a + b));
	expect(Math.max(...sums) - Math.min(...sums)).toBeLessThan(501);
});
