import { expect, test } from "vitest";
import { answerOf } from "../testing/answer.ts";
import { numericMatch } from "./numeric.ts";

const reward = numericMatch({ column: null, tolerance: 0 });

test("the last number of the completion against that of the answer", () => {
	const answer = "6 * 7 = 42\n#### 1,042";
	expect(reward(answerOf("so 1042", { answer }))).toBe(1);
	expect(reward(answerOf("$1,042.00", { answer }))).toBe(1);
	expect(reward(answerOf("1042 or 42", { answer }))).toBe(0);
	expect(reward(answerOf("-1042", { answer }))).toBe(0);
	expect(reward(answerOf("no idea", { answer }))).toBe(0);
	expect(reward(answerOf("", { answer }))).toBe(0);
});

test("a tolerance is a largest difference, included", () => {
	const near = numericMatch({ column: null, tolerance: 0.25 });
	expect(near(answerOf("10.25", { answer: "10" }))).toBe(1);
	expect(near(answerOf("9.75", { answer: "10" }))).toBe(1);
	expect(near(answerOf("10.26", { answer: "10" }))).toBe(0);
	expect(reward(answerOf("0.333", { answer: "1/3" }))).toBe(0);
	expect(reward(answerOf("2/6", { answer: "1/3" }))).toBe(1);
});

test("a column, text or number, in place of the answer", () => {
	const column = numericMatch({ column: "result", tolerance: 0 });
	const answer = "9";
	expect(column(answerOf("42", { answer, row: { result: 42 } }))).toBe(1);
	expect(column(answerOf("-42", { answer, row: { result: "#### -42" } }))).toBe(
		1,
	);
	expect(column(answerOf("9", { answer, row: { result: 42 } }))).toBe(0);
});

test("a row without a number to compare with can never be rewarded, and is refused", () => {
	expect(() => reward(answerOf("42", { answer: "unknown" }))).toThrow(
		'answer: expected a number to compare with, found "unknown"',
	);
	const column = numericMatch({ column: "result", tolerance: 0 });
	expect(() => column(answerOf("42", { row: { result: "" } }))).toThrow(
		'column result: expected a number to compare with, found ""',
	);
});

test("numbers beyond 2^53 are equal digit by digit", () => {
	const answer = "1234567890123456789";
	expect(reward(answerOf("1,234,567,890,123,456,789", { answer }))).toBe(1);
	expect(reward(answerOf("1234567890123456788", { answer }))).toBe(0);
	const near = numericMatch({ column: null, tolerance: 1 });
	expect(near(answerOf("1234567890123456788", { answer }))).toBe(1);
	expect(near(answerOf("1234567890123456787", { answer }))).toBe(0);
	const half = "9007199254740993.5";
	expect(reward(answerOf("9007199254740993.25", { answer: half }))).toBe(0);
});

test("below, numbers whose doubles are equal are equal", () => {
	expect(reward(answerOf("0.3333333333333333", { answer: "1/3" }))).toBe(1);
});

test("a reference that cannot be read is named", () => {
	expect(() => reward(answerOf("42", { answer: "42 eggs\n#### ?" }))).toThrow(
		/answer: expected a number to compare with, found "42 eggs/,
	);
	const column = numericMatch({ column: "time", tolerance: 0 });
	expect(() => column(answerOf("30", { row: { time: "12:30" } }))).toThrow(
		'column time: expected a number to compare with, found "12:30"',
	);
});
