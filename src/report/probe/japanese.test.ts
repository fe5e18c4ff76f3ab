import { expect, test } from "vitest";
import { linesFile } from "../../diagnose/probe/probe-lines.ts";
import type { ProbeResult } from "../../diagnose/probe/probe-result.ts";
import { reportFiles } from "../files/report-files.ts";
import { renderPage } from "../page/render-page.ts";
import { renderText } from "../page/render-text.ts";
import { checkEnglish, checkJapanese } from "../testing/check-texts.ts";
import { latinWords, pageText } from "../testing/latin-words.ts";
import { probeReport } from "./probe-report.ts";
import { probeTexts } from "./probe-texts.ts";
import { everyProbe } from "./testing/probe-variants.ts";

/** Texts of a result that are shown as they are. */
function namesOf(result: ProbeResult): string[] {
	const { subject, inputs, settings, items, excluded, slices } = result;
	const marked = result.demonstrations ?? [];
	return [
		...[subject.name, subject.model, ...result.notes],
		...inputs.flatMap(({ path, sha256 }) => [path, sha256]),
		...subject.inputs.map(({ sha256 }) => sha256),
		...items.flatMap(({ question, options }) => [question, ...options]),
		...excluded.flatMap(({ id, reason }) => [id, reason]),
		...slices.flatMap(({ column, value }) => [column, value]),
		...marked.flatMap(({ id, reason }) => [id, reason ?? ""]),
		...[settings.distractors ?? "", result.prediction.retained.from],
		...[reportFiles.json, linesFile],
	];
}

const usual = Object.entries(everyProbe).filter(([name]) => name !== "hostile");

test.each(usual)("a Japanese report has no English words: %s", (_, of) => {
	const result = of();
	const report = probeReport(result, "ja");
	const known = { names: namesOf(result), words: ["p", "K"] };
	expect(latinWords(pageText(renderPage(report)), known)).toEqual([]);
	const text = renderText(report).replaceAll(/\\|&[a-z]+;/g, "");
	expect(latinWords(text, known)).toEqual([]);
});

test("every text is in its language", () => {
	expect(checkJapanese(probeTexts("ja"))).toBeGreaterThan(110);
	expect(checkEnglish(probeTexts("en"))).toBeGreaterThan(110);
});
