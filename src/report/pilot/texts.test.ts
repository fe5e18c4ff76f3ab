import { expect, test } from "vitest";
import { chartTexts } from "../charts/chart-texts.ts";
import { pageTexts } from "../page/page-texts.ts";
import { textLeaves } from "../testing/text-leaves.ts";
import { pilotTexts } from "./pilot-texts.ts";

const english = {
	...pilotTexts("en"),
	page: pageTexts.en,
	chart: chartTexts.en,
};
const japanese = {
	...pilotTexts("ja"),
	page: pageTexts.ja,
	chart: chartTexts.ja,
};

/** Names that are the same in every language, and marks. */
const shared = [".language", ".space", ".colon"];

test("every text of the Japanese report is Japanese", () => {
	const texts = textLeaves(japanese).filter(
		([place]) => !shared.includes(place),
	);
	expect(texts.length).toBeGreaterThan(80);
	for (const [place, text] of texts)
		expect(`${place} ${text}`).toMatch(/[ぁ-んァ-ヶ一-龠]/);
});

test("no text of the English report is Japanese or empty", () => {
	for (const [place, text] of textLeaves(english)) {
		if (place !== ".space") expect(text.trim(), place).not.toBe("");
		expect(text, place).not.toMatch(/[ぁ-んァ-ヶ一-龠]/);
	}
});

test("numbers and their units stay together", () => {
	expect(english.amount("12.6", english.points)).toBe(
		"12.6\u00a0percentage points",
	);
	expect(japanese.amount("12.6", japanese.points)).toBe("12.6ポイント");
	expect(japanese.amount("0.04", japanese.units["nats per token"])).toBe(
		"0.04\u00a0nat/トークン",
	);
});
