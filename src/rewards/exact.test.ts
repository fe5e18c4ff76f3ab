import { expect, test } from "vitest";
import { exactMatch } from "./exact.ts";
import { answerOf } from "./testing/answer.ts";

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
