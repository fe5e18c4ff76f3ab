import { expect, test } from "vitest";
import { answerOf } from "../testing/answer.ts";
import { contains } from "./contains.ts";

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

test.each<[wanted: string, completion: string, score: number]>([
	["18", "It is 18.", 1],
	["18", "18kg of it", 1],
	["18", "$18", 1],
	["18", "20-18", 1],
	["18", "so -18", 0],
	["18", "\u221218", 0],
	["18", "-$18", 0],
	["0", "-18 or 10", 0],
	["18", "118", 0],
	["18", "1.18", 0],
	["18", "18.5", 0],
	["18", "18,000", 0],
	["018", "1,018", 0],
	["3", "1,2,3", 1],
	["18", "-18, no, 18", 1],
	["-18", "is -18", 1],
	["-18", "20-18", 0],
	["12", "B12", 0],
	["cat", "concatenate", 0],
	["cat", "cats", 0],
	["cat", "a \u201ccat\u201d.", 1],
	["cat", "the cat-flap", 1],
	["caf\u00e9", "cafe\u0301s", 0],
	["caf\u00e9", "un cafe\u0301!", 1],
	["\u6771\u4eac", "\u9996\u90fd\u306f\u6771\u4eac\u3067\u3059", 1],
	["\uc11c\uc6b8", "\uc11c\uc6b8\uc785\ub2c8\ub2e4", 1],
	[
		"\u0e01\u0e23\u0e38\u0e07",
		"\u0e17\u0e35\u0e48\u0e01\u0e23\u0e38\u0e07\u0e40\u0e17\u0e1e",
		1,
	],
	["12", "\u7b54\u306f12\u3067\u3059", 1],
	["12", "\u7b54\u306f112\u3067\u3059", 0],
	["\u043a\u043e\u0442", "\u0441\u043a\u043e\u0442", 0],
	["#1", "we are #1!", 1],
	["#1", "#12", 0],
	["cat", "a _cat_", 1],
	["18", "so __18__.", 1],
	["-18", "_-18_", 1],
	["x_1", "x_12", 0],
	["cat", "cat_flap", 0],
	["18", "18e3", 0],
	["18", "18'000", 0],
	["18", "18{,}000", 0],
	["18", "18\u202f000", 0],
	["000", "18\\,000", 0],
	["18", "-US$18", 0],
	["can", "I can't", 0],
	["can", "I can\u2019t", 0],
	["cat", "the cat's tail", 1],
])("%j as whole words of %j: %d", (text, completion, score) => {
	expect(contains({ ...plain, text })(answerOf(completion))).toBe(score);
});
