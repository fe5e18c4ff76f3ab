import { expect, test } from "vitest";
import { textLeaves } from "../testing/text-leaves.ts";
import { budgetTexts } from "./budget-texts.ts";

/** Names that are the same in every language, and marks. */
const shared = [".language", ".space", ".colon"];

test("every text of the Japanese report is Japanese", () => {
	const texts = textLeaves(budgetTexts("ja")).filter(
		([place]) => !shared.includes(place),
	);
	expect(texts.length).toBeGreaterThan(150);
	for (const [place, text] of texts)
		expect(`${place} ${text}`).toMatch(/[ぁ-んァ-ヶ一-龠]/);
});

test("no text of the English report is Japanese or empty", () => {
	for (const [place, text] of textLeaves(budgetTexts("en"))) {
		if (place !== ".space") expect(text.trim(), place).not.toBe("");
		expect(text, place).not.toMatch(/[ぁ-んァ-ヶ一-龠]/);
	}
});
