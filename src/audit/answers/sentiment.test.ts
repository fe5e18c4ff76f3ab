import { expect, test } from "vitest";
import { sentimentOf } from "./sentiment.ts";

test("the mean valence over all words, by hand", () => {
	// good 3, of 5 words.
	expect(sentimentOf("This is a good plan")).toBeCloseTo(3 / 5);
	// A negator turns it.
	expect(sentimentOf("This is not a good plan")).toBeCloseTo(-3 / 6);
	// Three words on, it does not.
	expect(sentimentOf("It is not the one good plan")).toBeCloseTo(3 / 7);
	expect(sentimentOf("The box stands on a table")).toBe(0);
});

test("other languages and short texts have no sentiment", () => {
	expect(sentimentOf("これはとても良い計画です。")).toBeNull();
	expect(sentimentOf("Good")).toBeNull();
	expect(
		sentimentOf("Das ist ein sehr schöner Plan und er gefällt mir gut"),
	).toBeNull();
});
