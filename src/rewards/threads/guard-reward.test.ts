import { expect, test } from "vitest";
import { TemperError } from "../../core/error.ts";
import type { Reward } from "../reward.ts";
import { answerOf } from "../testing/answer.ts";
import { guardReward } from "./guard-reward.ts";

const say = (reward: unknown, timeLimit = 10) =>
	guardReward("mine", reward as Reward, { timeLimit }).score(answerOf("42"));

test("numbers pass, at once or promised", async () => {
	expect(await say(() => 0.5)).toBe(0.5);
	expect(await say(async () => -2)).toBe(-2);
	expect(
		await guardReward("n", (a) => a.completion.length).score(answerOf("42")),
	).toBe(2);
});

test.each([
	[() => Number.NaN, "NaN"],
	[() => Number.POSITIVE_INFINITY, "Infinity"],
	[() => "1", "a string"],
	[() => true, "a boolean"],
	[() => undefined, "nothing"],
	[() => null, "null"],
	[() => ({ total: 1 }), "an object"],
	[
		() => {
			throw new Error("no key\nin the box");
		},
		"the error no key",
	],
	[() => Promise.reject("just words"), "the error just words"],
	[() => Promise.reject(Object.create(null)), "the error that has no text"],
	[
		async () => new Map<string, string[]>().get("x")!.length,
		"the error Cannot read properties",
	],
])(
	"anything else is an error that names row and reward",
	async (reward, found) => {
		const error = await say(reward).catch((error: unknown) => error);
		expect(error).toBeInstanceOf(TemperError);
		expect(error).toMatchObject({
			code: "data",
			where: "rows.jsonl:3, reward mine",
			expected: "a finite number",
		});
		expect((error as TemperError).found).toContain(found);
		expect((error as TemperError).message).not.toContain("\n");
	},
);

test("a promise that stays open runs out of time", async () => {
	await expect(say(() => new Promise(() => {}), 0.05)).rejects.toThrow(
		"rows.jsonl:3, reward mine: expected a finite number, found nothing within 0.05 s.",
	);
});

test("an error of the package keeps its place inside the row", async () => {
	const reward = () => {
		const parts = { where: "column x", expected: "a", found: "b", hint: "C." };
		throw new TemperError("recipe", parts);
	};
	const error = await say(reward).catch((error: unknown) => error);
	expect(error).toMatchObject({
		code: "data",
		message: "rows.jsonl:3, reward mine, column x: expected a, found b. C.",
	});
});
