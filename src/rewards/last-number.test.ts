import { expect, test } from "vitest";
import { lastNumber } from "./last-number.ts";

test.each([
	["42", 42],
	["It is 6, then 7, so 42.", 42],
	["-7", -7],
	["\u22127", -7],
	["x=-7", -7],
	["it was ( -7 )", -7],
	["pages 3-7", 7],
	["pages 3\u20137", 7],
	["10 -3", -3],
	["- 5 apples", 5],
	["+5", 5],
	["1,234,567", 1_234_567],
	["1\u00a0234", 1234],
	["1, 2, 3", 3],
	["1,2,3", 3],
	["12,3456", 3456],
	["3.14", 3.14],
	[".5", 0.5],
	["-.5", -0.5],
	["1,234.50 dollars", 1234.5],
	["$5", 5],
	["-$5", -5],
	["$-5", -5],
	["-\\$1,000", -1000],
	["5 €", 5],
	["50%", 50],
	["3/4", 0.75],
	["-3 / 4", -0.75],
	["1,000/8", 125],
	["\\frac{3}{4}", 0.75],
	["-\\dfrac{1}{8}", -0.125],
	["1.5e3", 1500],
	["1.1e-1", 0.11],
	["2 eggs", 2],
	["007", 7],
])("%s is %d", (text, value) => {
	expect(lastNumber(text)).toBe(value);
});

test.each([
	["48/2 = 24\n#### 72", 72],
	["#### 72\n\nQuestion: 5 and 6?", 72],
	["#### 1\n#### 2 3\n9", 3],
	["####\nso 5", 5],
	["Thus \\boxed{42}, found in 3 steps", 42],
	["\\boxed{\\frac{3}{4}} of 8", 0.75],
	["\\boxed{4", 4],
	["#### 8\nnot \\boxed{9}", 8],
])("what announces the final answer comes first: %j", (text, value) => {
	expect(lastNumber(text)).toBe(value);
});

test.each([
	"",
	"none",
	"#### ",
	"1/0",
	"1e999",
	"9".repeat(400),
	"-",
	".",
	"$",
])("%j has no number", (text) => {
	expect(lastNumber(text)).toBeNull();
});

test("takes time in proportion to the length, whatever the text", () => {
	const hard = ["1,", "1", "\\frac{", "\\boxed{", "####", "1/", "-$", "1e"];
	const began = performance.now();
	for (const piece of hard) lastNumber(piece.repeat(100_000));
	expect(performance.now() - began).toBeLessThan(10_000);
});
