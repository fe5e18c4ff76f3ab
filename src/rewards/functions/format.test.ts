import { expect, test } from "vitest";
import { answerOf } from "../testing/answer.ts";
import { startsAndEnds } from "./format.ts";

test("both ends, white space around left out", () => {
	const reward = startsAndEnds({ start: "<think>", end: "</answer>" });
	expect(reward(answerOf("\n<think>a</think><answer>b</answer> \n"))).toBe(1);
	expect(reward(answerOf("So: <think>a</think><answer>b</answer>"))).toBe(0);
	expect(reward(answerOf("<think>a</think><answer>b"))).toBe(0);
});

test("one end alone", () => {
	expect(startsAndEnds({ start: "Yes", end: null })(answerOf("Yes!"))).toBe(1);
	expect(startsAndEnds({ start: null, end: "." })(answerOf("Yes!"))).toBe(0);
});

test("start and end do not share characters", () => {
	const reward = startsAndEnds({ start: "**", end: "**" });
	expect(reward(answerOf("**"))).toBe(0);
	expect(reward(answerOf("***"))).toBe(0);
	expect(reward(answerOf("****"))).toBe(1);
});
