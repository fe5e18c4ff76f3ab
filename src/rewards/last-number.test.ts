import { expect, test } from "vitest";
import { lastNumber, lastRational, referenceNumber } from "./last-number.ts";
import { toNumber } from "./rational.ts";

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
	["\\boxed{$9{,}500}", 9500],
	["\\boxed{10,\\!000}", 10_000],
	["1\\,200\\text{ m}", 1200],
	["1\\;234\\;567", 1_234_567],
	["1\u2009234\u2009567.5", 1_234_567.5],
	["1 000", 1000],
	["12 34", 34],
	["rooms 100 200", 200],
	["5'000", 5000],
	["1\u2019234", 1234],
	["1_000_000", 1_000_000],
	["10~100", 100],
	["\u7b54\u3048\u306f\uff11\uff12\u3067\u3059", 12],
	["\uff0d\uffe5\uff11\uff0c\uff12\uff10\uff10\u5186", -1200],
	["\uff13\uff0e\uff15\uff05", 3.5],
	["\u0661\u0662\u066b\u0665", 12.5],
	["\u096a\u0968", 42],
	["\ud835\udfd2\ud835\udfd0", 42],
	["area of 100 m\u00b2", 100],
	["100\u33a1", 100],
	["3\u00bd cups", 3.5],
	["\u00be", 0.75],
	["3\\frac{1}{2}", 3.5],
	["\\frac12", 0.5],
	["5\u00d710^3", 5000],
	["1.2 \\times 10^{-2}", 0.012],
	["3\u00b710\u2074", 30_000],
	["10^3", 1000],
	["1.234.567,5", 1_234_567.5],
	["\u20117", -7],
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

test("numbers beyond 2^53 keep every digit", () => {
	expect(lastRational("1234567890123456789")?.numerator).toBe(
		1234567890123456789n,
	);
	expect(lastNumber("9007199254740993")).toBe(9007199254740992);
});

test.each<[string, number | null]>([
	["9500", 9500],
	["48/2 = 24\n#### 24", 24],
	["#### 9{,}500", 9500],
	["It is 5.", 5],
	["6 * 7 = 42\n#### none", null],
	["From 3, \\boxed{\\text{two}}", null],
	["####\nso 5", 5],
	["12,34", null],
	["12:30", null],
	["2024-05-01", null],
	["3-7", null],
	["v1.2.3", null],
	["5 - 3 = 2", 2],
	["about two", null],
])("a reference of %j is %d", (text, value) => {
	const found = referenceNumber(text);
	expect(found === null ? null : toNumber(found)).toBe(value);
});

test("takes time in proportion to the length, whatever the text", () => {
	const hard = ["1,", "1", "\\frac{", "\\boxed{", "####", "1/", "-$", "1e"];
	const began = performance.now();
	for (const piece of hard) lastNumber(piece.repeat(100_000));
	expect(performance.now() - began).toBeLessThan(10_000);
});
