import { expect, test } from "vitest";
import { likeness, nearlySame, samenessOf } from "./compare-answers.ts";

const worked =
	"Each of the 4 crates holds 12 jars of honey, so there are 4 * 12 = 48 jars. " +
	"Of these 5 are broken and 48 - 5 = 43 are sold. The answer is 43.";
const wrong =
	"Each of the 3 crates holds 17 jars of honey, so there are 3 * 17 = 51 jars. " +
	"Of these 8 are broken and 51 - 8 = 42 are sold. The answer is 42.";

test("a worked sum with every number wrong is alike in form, and differs in what it says", () => {
	expect(likeness(worked, wrong)).toBeGreaterThan(0.85);
	expect(samenessOf(worked, wrong)).toBeNull();
	expect(nearlySame(worked, wrong, 0.5)).toBe(false);
});

test.each([
	["4", "4", "identical"],
	["Four apples.\n", "Four apples.", "identical"],
	["Four  apples.\nFine.", "Four apples. Fine.", "white-space"],
	["Four apples.", "four apples", "punctuation"],
	["It's 4, sir!", "Its 4 sir", "punctuation"],
	["**Four** apples", "Four _apples_", "punctuation"],
	["- one\n- two", "* one\n* two", "punctuation"],
	["It costs 1,250 in all.", "it costs 1250 in all", "punctuation"],
	[
		"A well-known \u201cfact\u201d \u2013 yes",
		"a well known fact: yes",
		"punctuation",
	],
	["", "...", "punctuation"],
])("%j and %j: %s", (a, b, reason) => {
	expect(samenessOf(a, b)).toBe(reason);
	expect(samenessOf(b, a)).toBe(reason);
});

test.each([
	["It is 3.5 m.", "It is 35 m."],
	["It is .5", "It is 5"],
	["1.000", "1.001"],
	["The change is -4.", "The change is 4."],
	["The change is \u22124.", "The change is 4."],
	["2 + 3", "2 - 3"],
	["2 * 3", "2 3"],
	["2*3", "23"],
	["3/4 cup", "34 cup"],
	["a < b", "a > b"],
	["if (x != y)", "if (x = y)"],
	["5%", "5"],
	["\u20ac5", "$5"],
	["(2 + 3) * 4", "2 + (3 * 4)"],
	["[1, 2)", "(1, 2)"],
	["10:30", "1030"],
	["no where", "nowhere"],
	["a_b", "ab"],
	["x\u00b2", "x2"],
	["Paris is in France.", "Lyon is in France."],
	["", "4"],
	["\u4f60\u597d", "\u4f60\u4eec\u597d"],
])("%j and %j differ", (a, b) => {
	expect(samenessOf(a, b)).toBeNull();
	expect(samenessOf(b, a)).toBeNull();
});

test("answers are nearly the same only where numbers and the last word agree", () => {
	const long = "The total of all of these is, as anybody can see at once,";
	expect(nearlySame(`${long} 12.`, `${long} indeed 12.`, 0.85)).toBe(true);
	expect(nearlySame(`${long} 12.`, `${long} indeed 12.`, 0.99)).toBe(false);
	expect(nearlySame(`${long} 12.`, `${long} 13.`, 0.85)).toBe(false);
	expect(nearlySame(`${long} yes.`, `${long} no.`, 0.85)).toBe(false);
});

test("likeness is the share that an edit leaves", () => {
	expect(likeness("abcd", "abcd")).toBe(1);
	expect(likeness("abcd", "abxd")).toBe(0.75);
	expect(likeness("ab", "wxyz")).toBe(0);
});
