import { expect, test } from "vitest";
import { renderPage } from "../page/render-page.ts";
import { renderText } from "../page/render-text.ts";
import { checkEnglish, checkJapanese } from "../testing/check-texts.ts";
import { latinWords, pageText } from "../testing/latin-words.ts";
import { interventionsReport } from "./interventions-report.ts";
import { interventionsTexts } from "./interventions-texts.ts";
import { everyInterventions } from "./testing/interventions-variants.ts";

const usual = Object.entries(everyInterventions).filter(
	([name]) => name !== "hostile",
);

test.each(usual)("a Japanese report has no English words: %s", (_, of) => {
	const result = of();
	const report = interventionsReport(result, "ja");
	const names = [
		...[result.title, result.model],
		...result.excluded.map(({ reason }) => reason),
		...result.interventions.flatMap(({ failures }) => Object.values(failures)),
	];
	const known = { names, words: ["t", "arXiv"] };
	expect(latinWords(pageText(renderPage(report)), known)).toEqual([]);
	const text = renderText(report).replaceAll(/\\|&[a-z]+;/g, "");
	expect(latinWords(text, known)).toEqual([]);
});

test("every text is in its language", () => {
	expect(checkJapanese(interventionsTexts("ja"))).toBeGreaterThan(80);
	expect(checkEnglish(interventionsTexts("en"))).toBeGreaterThan(80);
});
