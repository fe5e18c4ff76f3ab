import { expect, test } from "vitest";
import { answerOf } from "../testing/answer.ts";
import { lengthWithin } from "./length.ts";

test("both bounds are included", () => {
	const reward = lengthWithin({ least: 2, most: 4 });
	const scores = ["", "a", "ab", "abc", "abcd", "abcde"].map((text) =>
		reward(answerOf(text)),
	);
	expect(scores).toEqual([0, 0, 1, 1, 1, 0]);
});

test("characters are counted, not their halves; no upper bound is none", () => {
	expect(lengthWithin({ least: 0, most: 2 })(answerOf("👍👍"))).toBe(1);
	expect(lengthWithin({ least: 3, most: null })(answerOf("👍👍"))).toBe(0);
	expect(
		lengthWithin({ least: 3, most: null })(answerOf("x".repeat(9999))),
	).toBe(1);
});
