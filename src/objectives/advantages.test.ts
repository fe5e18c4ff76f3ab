import { describe, expect, test } from "vitest";
import { groupAdvantages } from "./advantages.ts";

const of = (
	group: readonly number[],
	baseline: Parameters<typeof groupAdvantages>[1],
) => groupAdvantages([group], baseline).advantages[0] as readonly number[];

describe("by hand, on rewards 1, 2 and 6", () => {
	test("centred: less the mean, 3", () => {
		expect(of([1, 2, 6], "centred")).toEqual([-2, -1, 3]);
	});

	test("leave-one-out: less the mean of the other two", () => {
		expect(of([1, 2, 6], "leave-one-out")).toEqual([1 - 4, 2 - 3.5, 6 - 1.5]);
	});

	test("normalised: over the sample deviation, the root of 14 / 2", () => {
		const scale = Math.sqrt(7) + 1e-4;
		const found = of([1, 2, 6], "normalised");
		[-2, -1, 3].forEach((gap, i) => {
			expect(found[i]).toBeCloseTo(gap / scale, 12);
		});
	});
});

describe.each(["normalised", "centred", "leave-one-out"] as const)(
	"%s",
	(baseline) => {
		test("a group without differences teaches nothing, and is counted", () => {
			const rewards = [[0.1, 0.1, 0.1], [1, 0], [5], [0, 0]];
			const { advantages, equalGroups } = groupAdvantages(rewards, baseline);
			expect(advantages[0]).toEqual([0, 0, 0]);
			expect(advantages[2]).toEqual([0]);
			expect(advantages[3]).toEqual([0, 0]);
			expect(equalGroups).toBe(3);
			const [better, worse] = advantages[1] as [number, number];
			expect(better).toBeGreaterThan(0);
			expect(worse).toBe(-better);
		});

		test("advantages of a group add up to 0, and do not see what all share", () => {
			const group = [0.3, -1.2, 2.5, 0.9];
			const found = of(group, baseline);
			expect(found.reduce((a, b) => a + b, 0)).toBeCloseTo(0, 12);
			of(
				group.map((reward) => reward + 7),
				baseline,
			).forEach((value, i) => {
				expect(value).toBeCloseTo(found[i] as number, 12);
			});
		});
	},
);

test("normalised advantages hardly see the scale of rewards, the others do", () => {
	const [group, tenfold] = [
		[1, 2, 6],
		[10, 20, 60],
	];
	const ratio = (baseline: Parameters<typeof groupAdvantages>[1]) =>
		(of(tenfold, baseline)[2] as number) / (of(group, baseline)[2] as number);
	expect(ratio("normalised")).toBeCloseTo(1, 4);
	expect(ratio("centred")).toBeCloseTo(10, 12);
	expect(ratio("leave-one-out")).toBeCloseTo(10, 12);
});

test("differences that are noise stay small", () => {
	for (const value of of([0.5, 0.5 + 1e-9], "normalised"))
		expect(Math.abs(value)).toBeLessThan(1e-4);
});
