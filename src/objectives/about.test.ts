import { expect, test } from "vitest";
import { abouts, lettersOf, notation } from "./about.ts";

const letters = (formula: string) =>
	lettersOf(formula).map(([letter]) => letter);

test("letters are found by themselves, never inside words or subscripts", () => {
	expect(letters("max(0, 1 - βh)")).toEqual(
		Object.keys(notation).filter((letter) =>
			["h", "Δ", "π_ref", "_w", "_l"].includes(letter),
		),
	);
	expect(letters("the median of all demonstrations")).toEqual([]);
	expect(letters("a · (1/m) Σ_t NLL_t")).toEqual(["NLL_t", "p_t", "m"]);
	expect(letters("w_d")).toEqual([]);
});

test("every letter of the notation is used", () => {
	const used = new Set(
		Object.values(abouts).flatMap(({ formula }) => letters(formula)),
	);
	expect(Object.keys(notation).filter((letter) => !used.has(letter))).toEqual(
		[],
	);
});

test("what is said of an objective is a line, and sentences", () => {
	for (const { gist, use, avoid, sources } of Object.values(abouts)) {
		expect(gist).toMatch(/^\w.*[^.]$/);
		for (const text of [use, avoid]) expect(text).toMatch(/^[A-Z].*[.]$/);
		for (const { arxiv } of sources) expect(arxiv).toMatch(/^\d{4}\.\d{5}$/);
	}
});
