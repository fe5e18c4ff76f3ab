import { expect, test } from "vitest";
import { answerOf } from "./testing/answer.ts";
import { guardReward } from "./threads/guard-reward.ts";
import { weighRewards } from "./weigh-rewards.ts";

const part = (name: string, score: number, weight: number) => ({
	reward: guardReward(name, () => score),
	weight,
});

test("the parts are unweighted, the total is weighted", async () => {
	const rewards = [
		part("right", 1, 2),
		part("long", 3, -0.5),
		part("seen", 7, 0),
	];
	expect(await weighRewards(rewards, answerOf(""))).toEqual({
		total: 0.5,
		parts: { right: 1, long: 3, seen: 7 },
	});
});

test("one that fails fails the whole, by its name", async () => {
	const rewards = [part("right", 1, 1), part("bad", Number.NaN, 0)];
	await expect(weighRewards(rewards, answerOf(""))).rejects.toThrow(
		"rows.jsonl:3, reward bad: expected a finite number, found NaN.",
	);
});

test("a sum beyond all numbers is refused", async () => {
	await expect(
		weighRewards([part("big", 1e308, 10)], answerOf("")),
	).rejects.toThrow(
		"rows.jsonl:3, sum of the rewards: expected a finite number, found Infinity.",
	);
});
