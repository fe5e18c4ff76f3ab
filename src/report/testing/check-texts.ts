import { expect } from "vitest";
import { textLeaves } from "./text-leaves.ts";

/** Names that are the same in every language, and marks. */
const shared = [".language", ".space", ".colon"];

/** Fails if a text without parameters is not Japanese. Returns the number of texts. */
export function checkJapanese(texts: object): number {
	const leaves = textLeaves(texts).filter(([place]) => !shared.includes(place));
	for (const [place, text] of leaves)
		expect(`${place} ${text}`).toMatch(/[ぁ-んァ-ヶ一-龠]/);
	return leaves.length;
}

/** Fails if a text without parameters is Japanese or empty. Returns the number of texts. */
export function checkEnglish(texts: object): number {
	const leaves = textLeaves(texts);
	for (const [place, text] of leaves) {
		if (place !== ".space") expect(text.trim(), place).not.toBe("");
		expect(text, place).not.toMatch(/[ぁ-んァ-ヶ一-龠]/);
	}
	return leaves.length;
}
