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
	["12 345", 12_345],
	["so 1 234 567 people", 1_234_567],
	["\u22121 234", -1234],
	["3 4 500", 500],
	["1,23,456", 123_456],
	["\u20b95,00,000", 500_000],
	["1.000.000", 1_000_000],
	["1.2.3", 3],
	["3 1/2 cups", 3.5],
	["-2 3/4", -2.75],
	["10 48/2", 24],
	["1\u20442", 0.5],
	["1.5 million", 1_500_000],
	["about 2 Thousand", 2000],
	["3/4 billion", 750_000_000],
	["1\u4e07", 10_000],
	["minus 42", -42],
	["It is negative 3.", -3],
	["10 minus 3", 3],
	["x = - 42", -42],
	["-US$50", -50],
	["__-42__", -42],
	["12 m^2", 12],
	["12 \\text{ cm}^{3}", 12],
	["12 km2", 12],
	["18 g of H2O", 18],
	["x_1 is 4, not x_2", 4],
	["it is USD50", 50],
	["6\\times7", 7],
	["1x10^5", 100_000],
	["room B12", 12],
	["Rs.50", 50],
	["12 345 678,9", 12_345_678.9],
	["1\u202f200,5", 1200.5],
	["so {- 5}", -5],
])("%s is %d", (text, value) => {
	expect(lastNumber(text)).toBe(value);
});

test.each([
	["48/2 = 24\n#### 72", 72],
	["#### 72\n\nQuestion: 5 and 6?", 72],
	["#### 1\n#### 2 3\n9", 2],
	["####42 apples for 3 people", 42],
	["#### $1,200 over 12 months", 1200],
	["#### 6 * 7 = 42 in 1 step", 42],
	["\\boxed{12\\text{ for }3}", 12],
	["#### Step 2: Add\n6 + 7 = 13", 13],
	["#### 1. Add up\nIt is 13.", 13],
	["#### 42. Done", 42],
	["#### 42. Done.\nIt took 3 steps.", 42],
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
	["1.5 million", 1_500_000],
	["12 345", 12_345],
	["100 200", null],
	["2 million 300 thousand", null],
	["5/6/2024", null],
	["1\u4e072000", null],
	["2^{10}", null],
	["90^\\circ", 90],
	["12 m^2", 12],
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
