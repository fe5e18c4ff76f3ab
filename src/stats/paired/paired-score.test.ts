import { describe, expect, test } from "vitest";
import { tQuantile } from "../student-t.ts";
import { lowerDifference, upperDifference } from "./paired-score.ts";

const z = tQuantile(0.05, Number.POSITIVE_INFINITY);

test("at 0 it decides as McNemar's exact one-sided test at 5% does", () => {
	// The fewest better ones of so many changed for which P(X >= better) at 1/2 is 5% at most.
	const exact = [
		[5, 5],
		[6, 6],
		[7, 7],
		[8, 7],
		[9, 8],
		[10, 9],
		[11, 9],
		[12, 10],
		[13, 10],
		[15, 12],
		[20, 15],
	] as const;
	for (const [changed, better] of exact) {
		const low = (count: number) =>
			lowerDifference({ better: count, worse: changed - count, items: 200 }, z);
		expect(low(better)).toBeGreaterThan(0);
		expect(low(better - 1)).toBeLessThanOrEqual(0);
	}
	for (const better of [1, 2, 3, 4])
		expect(
			lowerDifference({ better, worse: 0, items: 200 }, z),
		).toBeLessThanOrEqual(0);
});

test("nothing changed does not mean that nothing can: the bound narrows with the number of questions", () => {
	const low = (items: number) =>
		lowerDifference({ better: 0, worse: 0, items }, z);
	expect(low(50)).toBeLessThan(-0.05);
	expect(low(800)).toBeGreaterThan(-0.01);
	expect(low(800)).toBeLessThan(0);
});

test("bounds of the other side are the same with the sides exchanged; all better is at most 1", () => {
	const counts = { better: 12, worse: 5, items: 60 };
	const turned = { better: 5, worse: 12, items: 60 };
	expect(upperDifference(counts, z)).toBe(-lowerDifference(turned, z));
	expect(lowerDifference(counts, z)).toBeLessThan(7 / 60);
	expect(
		upperDifference({ better: 9, worse: 0, items: 9 }, z),
	).toBeLessThanOrEqual(1);
});

/** All outcomes of a test of so many questions that pass for more than `delta`, by their probability. */
function level(items: number, delta: number, common: number): number {
	const up = common + Math.max(0, delta);
	const down = common + Math.max(0, -delta);
	const logs = [0];
	for (let i = 1; i <= items; i++) logs.push((logs[i - 1] ?? 0) + Math.log(i));
	const log = (n: number) => logs[n] ?? 0;
	let sum = 0;
	for (let better = 0; better <= items; better++)
		for (let worse = 0; better + worse <= items; worse++) {
			if (lowerDifference({ better, worse, items }, z) <= delta) continue;
			const same = items - better - worse;
			sum += Math.exp(
				log(items) -
					log(better) -
					log(worse) -
					log(same) +
					better * Math.log(up) +
					worse * Math.log(down) +
					same * Math.log(1 - up - down),
			);
		}
	return sum;
}

describe("the truth passes for more than it is with the stated probability at most", () => {
	test.each([
		[12, 0],
		[40, 0],
		[40, -0.02],
		[40, 0.05],
	])("%d questions, difference %d", (items, delta) => {
		for (const common of [0.01, 0.05, 0.15, 0.3, 0.42])
			expect(level(items, delta, common)).toBeLessThanOrEqual(0.05);
	});
});
