import { expect, test } from "vitest";
import { stripText } from "./python-strip.ts";

const spaced = "\u001C\t😀 a😀\u0085\n";

test("white space at either end", () => {
	expect(stripText(spaced, "strip")).toBe("😀 a😀");
	expect(stripText(spaced, "lstrip")).toBe("😀 a😀\u0085\n");
	expect(stripText(spaced, "rstrip")).toBe("\u001C\t😀 a😀");
	for (const text of ["", " ", "\n \u0085"])
		for (const method of ["strip", "lstrip", "rstrip"] as const)
			expect(stripText(text, method)).toBe("");
});

test("given characters are whole ones, as halves of a pair by themselves are", () => {
	expect(stripText("😀a😀😀", "strip", "😀")).toBe("a");
	// U+1F601 begins with the same half.
	expect(stripText("😁a😁", "strip", "😀\ud83d")).toBe("😁a😁");
	expect(stripText("\ude00a\ud83d", "strip", "\ude00\ud83d")).toBe("a");
	expect(stripText("a😀", "rstrip", "\ude00")).toBe("a😀");
});
