import { expect, test } from "vitest";
import { answerForm, plainAnswer } from "./answer-form.ts";

test.each([
	["42", "number"],
	["-3.5", "number"],
	["1,250 km", "number"],
	["$4.50", "number"],
	["12%", "number"],
	["1969", "date"],
	["20 July 1969", "date"],
	["1969-07-20", "date"],
	["1969年7月", "date"],
	["Paris", "name"],
	["United States of America", "name"],
	["Fe", "name"],
	["butter", "word"],
	["a shade of green", "phrase"],
	["In Dunmore.", "sentence"],
	["Tuesday comes after Monday.", "sentence"],
	["東京", "word"],
	["彼女は東京に住んでいます。", "sentence"],
	["word ".repeat(31), null],
	["One. Two. Three.", null],
	["A line\nand another", null],
] as const)("%s is a %s", (answer, form) => {
	expect(answerForm(answer)).toBe(form);
});

test("the same answer in other spellings", () => {
	expect(plainAnswer(" Paris. ")).toBe(plainAnswer("paris"));
	expect(plainAnswer("1,250")).toBe(plainAnswer("1250.0"));
	expect(plainAnswer("1.5")).not.toBe(plainAnswer("15"));
	expect(plainAnswer("+")).not.toBe(plainAnswer("-"));
});
