import { expect, test } from "vitest";
import type { Diagnosis } from "../../diagnose/change/diagnosis.ts";
import { reportFiles } from "../files/report-files.ts";
import { renderPage } from "../page/render-page.ts";
import { renderText } from "../page/render-text.ts";
import { latinWords, pageText } from "../testing/latin-words.ts";
import { diagnosisReport } from "./diagnosis-report.ts";
import { everyDiagnosis } from "./testing/diagnosis-variants.ts";

/** Texts of a result that are shown as they are. */
function namesOf({ base, tuned, notes }: Diagnosis): string[] {
	const subjects = [base, ...tuned.map(({ subject }) => subject)];
	return [
		...subjects.flatMap(({ name, model, adapter, inputs }) => [
			...[name, model, adapter ?? ""],
			...inputs.map(({ sha256 }) => sha256),
		]),
		...tuned.flatMap(({ tasks, evidence, style, leakage, slices }) => [
			...Object.keys(evidence),
			...tasks.flatMap(({ name, scorer, excluded }) => [
				...[name, scorer, ...excluded.map(({ reason }) => reason)],
			]),
			...[style?.rule ?? "", leakage?.rule ?? ""],
			...(style?.moved.map(({ text }) => text.trim()) ?? []),
			...(style?.places.flatMap(({ id, text, base: first }) => [
				...[id, text.trim(), first.trim()],
			]) ?? []),
			...(leakage?.phrases.map(({ text }) => text) ?? []),
			...slices.flatMap(({ column, value }) => [column, value]),
		]),
		...notes,
		reportFiles.json,
	];
}

const usual = Object.entries(everyDiagnosis).filter(
	([name]) => name !== "hostile",
);

test.each(usual)("a Japanese report has no English words: %s", (_, of) => {
	const result = of();
	const report = diagnosisReport(result, "ja");
	const known = { names: namesOf(result), words: ["p", "Holm"] };
	expect(latinWords(pageText(renderPage(report)), known)).toEqual([]);
	const text = renderText(report).replaceAll(/\\|&[a-z]+;/g, "");
	expect(latinWords(text, known)).toEqual([]);
});
