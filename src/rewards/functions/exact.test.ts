import { expect, test } from "vitest";
import { exactFloat, exactInteger } from "../../formats/json/exact-number.ts";
import { answerOf } from "../testing/answer.ts";
import { exactMatch } from "./exact.ts";

test("white space around the text and its way in Unicode do not count", () => {
	const reward = exactMatch({ column: null, ignoreCase: false });
	const answer = "Caf\u00e9 au lait\n";
	expect(reward(answerOf(" Cafe\u0301 au lait", { answer }))).toBe(1);
	expect(reward(answerOf("caf\u00e9 au lait", { answer }))).toBe(0);
	expect(reward(answerOf("Caf\u00e9  au lait", { answer }))).toBe(0);
	expect(reward(answerOf("", { answer }))).toBe(0);
});

test("case, if asked", () => {
	const reward = exactMatch({ column: null, ignoreCase: true });
	expect(reward(answerOf("YES", { answer: "yes" }))).toBe(1);
	expect(reward(answerOf("YES!", { answer: "yes" }))).toBe(0);
});

test("a column: text, number, or true and false", () => {
	const reward = exactMatch({ column: "label", ignoreCase: false });
	expect(reward(answerOf("B", { answer: "A", row: { label: "B" } }))).toBe(1);
	expect(reward(answerOf("3", { row: { label: 3 } }))).toBe(1);
	expect(reward(answerOf("true", { row: { label: true } }))).toBe(1);
});

test("a row without what it is compared with is refused", () => {
	const answer = exactMatch({ column: null, ignoreCase: false });
	expect(() => answer(answerOf("A"))).toThrow(
		"answer: expected a demonstration's answer to compare with, found none. Name a column",
	);
	for (const [column, row, found] of [
		["label", {}, "nothing"],
		["label", { label: null }, "null"],
		["label", { label: ["A"] }, "an array"],
		["toString", {}, "nothing"],
	] as const) {
		const reward = exactMatch({ column, ignoreCase: false });
		expect(() => reward(answerOf("A", { row }))).toThrow(
			`column ${column}: expected a text or a number to compare with, found ${found}.`,
		);
	}
});

test("an empty reference is none, even for an empty answer", () => {
	const reward = exactMatch({ column: null, ignoreCase: false });
	for (const answer of ["", " ", "\u2060"])
		expect(() => reward(answerOf("", { answer }))).toThrow(
			"answer: expected a text to compare with, found",
		);
});

test("a column's number is written as Python writes it", () => {
	const reward = exactMatch({ column: "n", ignoreCase: false });
	const row = { n: exactInteger(12345678901234567890n) };
	expect(reward(answerOf("12345678901234567890", { row }))).toBe(1);
	expect(reward(answerOf("12345678901234567000", { row }))).toBe(0);
	expect(reward(answerOf("20.0", { row: { n: exactFloat(20) } }))).toBe(1);
});
