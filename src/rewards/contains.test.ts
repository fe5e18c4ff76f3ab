import { expect, test } from "vitest";
import { contains } from "./contains.ts";
import { answerOf } from "./testing/answer.ts";

const plain = { text: null, column: null, ignoreCase: false };

test("a fixed text needs no answer", () => {
	const reward = contains({ ...plain, text: "thank you" });
	expect(reward(answerOf("Well, thank you!"))).toBe(1);
	expect(reward(answerOf("Thank you!"))).toBe(0);
	expect(reward(answerOf("thank  you"))).toBe(0);
	const anyCase = contains({ ...plain, text: "thank you", ignoreCase: true });
	expect(anyCase(answerOf("THANK YOU"))).toBe(1);
});

test("without one, the answer or a column counts, trimmed", () => {
	const answer = contains(plain);
	expect(answer(answerOf("It is Paris.", { answer: " Paris\n" }))).toBe(1);
	expect(answer(answerOf("It is Rome.", { answer: "Paris" }))).toBe(0);
	const column = contains({ ...plain, column: "city" });
	expect(
		column(answerOf("Rome", { answer: "Paris", row: { city: "Rome" } })),
	).toBe(1);
	expect(() => column(answerOf("Rome"))).toThrow("column city: expected");
});

test.each(["", " \n", "\u200b", "\u00ad\ufeff"])(
	"a reference without a visible character is refused: %j",
	(text) => {
		const sentence = /expected a text to compare with, found .*CSV cannot hold/;
		expect(() => contains(plain)(answerOf("x", { answer: text }))).toThrow(
			sentence,
		);
		const column = contains({ ...plain, column: "city" });
		expect(() => column(answerOf("x", { row: { city: text } }))).toThrow(
			sentence,
		);
	},
);
