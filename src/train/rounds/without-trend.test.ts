import { expect, test } from "vitest";
import { groupAdvantages } from "../../objectives/sampled/advantages.ts";
import { withoutTrend } from "./without-trend.ts";

test("what length explains is gone, and the group's mean stays", () => {
	// 0.1 for each token in both groups, and 1 more for the second answer of the first.
	const rewards = [
		[1, 3],
		[5, 7],
	];
	const lengths = [
		[10, 20],
		[30, 50],
	];
	// Slope: (-5 * -1 + 5 * 1 + -10 * -1 + 10 * 1) / (25 + 25 + 100 + 100) = 0.12
	const found = withoutTrend(rewards, lengths);
	expect(found[0]?.[0]).toBeCloseTo(1.6, 12);
	expect(found[0]?.[1]).toBeCloseTo(2.4, 12);
	expect(found[1]?.[0]).toBeCloseTo(6.2, 12);
	expect(found[1]?.[1]).toBeCloseTo(5.8, 12);
});

test("hard prompts with long answers are no trend", () => {
	const rewards = [
		[1, 0],
		[0, -1],
	];
	const lengths = [
		[5, 5],
		[50, 50],
	];
	expect(withoutTrend(rewards, lengths)).toEqual(rewards);
});

test("a group of equal rewards still teaches nothing", () => {
	const rewards = [
		[0, 0, 0],
		[1, 0, 1],
	];
	const lengths = [
		[4, 40, 90],
		[9, 2, 7],
	];
	const found = withoutTrend(rewards, lengths);
	expect(found[0]).toEqual([0, 0, 0]);
	expect(found[1]).not.toEqual(rewards[1]);
	const { advantages, equalGroups } = groupAdvantages(found, "normalised");
	expect(equalGroups).toBe(1);
	expect(advantages[0]).toEqual([0, 0, 0]);
});

test("answers of one length are left as they are", () => {
	expect(withoutTrend([[1, 2]], [[7, 7]])).toEqual([[1, 2]]);
});
