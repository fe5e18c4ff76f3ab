import { expect, test } from "vitest";
import { answerOf } from "../testing/answer.ts";
import { regularExpression } from "./regex.ts";

test("found anywhere, unless anchored", () => {
	const reward = regularExpression({
		pattern: "^\\d+$",
		flags: "",
		match: true,
	});
	expect(reward(answerOf("42"))).toBe(1);
	expect(reward(answerOf("a\n42"))).toBe(0);
	const lines = regularExpression({
		pattern: "^\\d+$",
		flags: "m",
		match: true,
	});
	expect(lines(answerOf("a\n42"))).toBe(1);
});

test("match: false rewards what lacks the pattern", () => {
	const reward = regularExpression({
		pattern: "sorry",
		flags: "i",
		match: false,
	});
	expect(reward(answerOf("Sorry, no"))).toBe(0);
	expect(reward(answerOf("Yes"))).toBe(1);
	expect(reward(answerOf("Sorry, no"))).toBe(0);
});
