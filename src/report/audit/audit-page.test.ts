import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
	type AuditResult,
	auditResultSchema,
} from "../../audit/audit-result.ts";
import { languages } from "../page/language/language.ts";
import { renderPage } from "../page/render-page.ts";
import { renderText } from "../page/render-text.ts";
import { openReport } from "../report-kinds.ts";
import { checkEnglish, checkJapanese } from "../testing/check-texts.ts";
import { latinWords, pageText } from "../testing/latin-words.ts";
import { checkReport, parsePage } from "../testing/page-checks.ts";
import { auditReport } from "./audit-report.ts";
import { auditTexts } from "./audit-texts.ts";
import { checkAudit } from "./check-audit.ts";
import {
	everyAudit,
	hostile,
	hostileAudit,
	modelAudit,
	sampleAudit,
} from "./testing/audit-variants.ts";
import { writeAuditReport } from "./write-audit-report.ts";

const every = Object.entries(everyAudit);

test.each(every)("the %s sample is a result", (_, of) => {
	const result = of();
	expect(auditResultSchema.parse(result)).toEqual(result);
});

describe.each(every)("the %s report", (name, of) => {
	test.each(languages)("is whole in both forms, in %s", (language) => {
		const report = auditReport(of(), language);
		const tables = checkReport(report, { hostile: name === "hostile" });
		if (name === "sample") expect(tables).toBeGreaterThan(4);
	});
});

test("findings come first, with severity, rows, evidence and remedy", () => {
	const text = renderText(auditReport(sampleAudit(), "en"));
	const markdown = text.replaceAll("\\", "");
	for (const one of [
		"**Failed**",
		"The audit found 1 error, 1 warning, and 1 note in 1,012 rows.",
		"- 2 rows contain a card number. [error] Remove the rows or replace the numbers.",
		"### Card numbers (error)",
		"Rows: train.jsonl:4, train.jsonl:19",
		"16 more are in report.json.",
		"| train.jsonl:4 | answer | 4111 **** **** 1111 |",
		"| train.jsonl:30 | train.jsonl:7 | row | The capital of Peru is Lima | 0.91 |",
		"| law | 210 | 12.0% (8.0 to 16.0) | +10.0 (+6.0 to +14.0) |",
		"| Doubtful labels | 0 | 0 | – | – | 1,012 rows: There are no pairs. |",
	])
		expect(markdown).toContain(one);
});

test("a model's swaps are shown with their differences", () => {
	const { all } = parsePage(renderPage(auditReport(modelAudit(), "en")));
	const tables = all("#model table").map((one) => one.textContent);
	expect(tables.at(-1)).toMatch(/he → she.*gender.*80.*−0\.30/);
});

test("hostile texts are shown and do nothing", () => {
	const { all, text } = parsePage(
		renderPage(auditReport(hostileAudit(), "en")),
	);
	for (const one of Object.values(hostile)) expect(text).toContain(one);
	expect(all("[onmouseover], [onerror], main script, img")).toEqual([]);
});

test("the JSON is the result, and the other files can be written again from it", async () => {
	const path = join(mkdtempSync(join(tmpdir(), "audit-")), "new");
	const result = sampleAudit();
	const written = await writeAuditReport(result, path, { language: "ja" });
	expect(JSON.parse(readFileSync(written.json, "utf8"))).toEqual(result);
	for (const { name, text } of (await openReport(path))("ja"))
		expect(text()).toBe(readFileSync(join(path, name), "utf8"));
	expect(() => checkAudit({ ...result, temper: 1 }, "r.json")).toThrow(
		"r.json: temper: expected text, found 1",
	);
});

/** Texts of a result that are shown as they are. */
function namesOf(result: AuditResult): string[] {
	const { files, settings, groupings, slices, checks, findings, model } =
		result;
	const sliced = [...slices, ...(model?.slices ?? [])];
	return [
		...files.map(({ path }) => path),
		...settings.groups,
		...groupings.flatMap(({ rule, groups }) => [
			...[rule, ...groups.map(({ name }) => name)],
		]),
		...sliced.flatMap(({ test, skipped, groups }) => [
			...[test, skipped?.reason ?? "", ...groups.map(({ name }) => name)],
		]),
		...checks.flatMap(({ tested, skipped }) => [tested, skipped?.reason ?? ""]),
		...findings.flatMap(({ tested, errs, rows, evidence }) => [
			...[tested, errs ?? "", ...rows],
			...evidence.flatMap(({ row, other, text }) => [row, other ?? "", text]),
		]),
		...(model === null ? [] : [model.name, model.how]),
		...(model?.swaps.flatMap(({ swaps }) =>
			swaps.flatMap(({ from, to }) => [from, to]),
		) ?? []),
		"report.json",
	];
}

test.each(every.filter(([name]) => name !== "hostile"))(
	"a Japanese report has no English words: %s",
	(_, of) => {
		const result = of();
		const report = auditReport(result, "ja");
		const known = { names: namesOf(result), words: ["p"] };
		expect(latinWords(pageText(renderPage(report)), known)).toEqual([]);
		const text = renderText(report).replaceAll(/\\|&[a-z]+;/g, "");
		expect(latinWords(text, known)).toEqual([]);
	},
);

test("every text is in its language", () => {
	expect(checkJapanese(auditTexts("ja"))).toBeGreaterThan(100);
	expect(checkEnglish(auditTexts("en"))).toBeGreaterThan(70);
});
