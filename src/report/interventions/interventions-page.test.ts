import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { interventionResultSchema } from "../../studies/interventions/intervention-result.ts";
import { languages } from "../page/language/language.ts";
import { renderPage } from "../page/render-page.ts";
import { renderText } from "../page/render-text.ts";
import { openReport } from "../report-kinds.ts";
import { checkReport, parsePage } from "../testing/page-checks.ts";
import { checkInterventions } from "./check-interventions.ts";
import { interventionsReport } from "./interventions-report.ts";
import {
	brokenInterventions,
	everyInterventions,
	hostile,
	hostileInterventions,
} from "./testing/interventions-variants.ts";
import { sampleInterventions } from "./testing/sample-interventions.ts";
import { writeInterventionsReport } from "./write-interventions-report.ts";

const every = Object.entries(everyInterventions);

test.each(every)("the %s sample is a result", (_, of) => {
	const result = of();
	expect(interventionResultSchema.parse(result)).toEqual(result);
});

describe.each(every)("the %s report", (name, of) => {
	test.each(languages)("is whole in both forms, in %s", (language) => {
		const report = interventionsReport(of(), language);
		const tables = checkReport(report, { hostile: name === "hostile" });
		if (name === "sample") expect(tables).toBeGreaterThan(8);
	});
});

test("the page says which contrasts of the paper hold, and whether few examples suffice", () => {
	const markdown = renderText(interventionsReport(sampleInterventions(), "en"));
	for (const one of [
		"**1 of 3 contrasts replicated**",
		"Contrasts of the paper that were tested: 3. Replicated: 1; not replicated: 1; reversed: 1.",
		"harmonious minus incompatible (in domain) [replicated] +13.0 (+9.0 to +17.0) percentage points. The paper reports +11.3.",
		"contextualised minus incompatible (same field) [reversed]",
		"A few good examples suffice: 100 rows reach the accuracy of 300 rows within its noise (in domain).",
		"The best share of self-aligning rows is 60% (in domain).",
		"+8.2 / +9.5 / +4.0",
		"| harmonious | 120 | 5 | 56.0% (53.5 to 58.5) | 53.0% (50.5 to 55.5) | 50.0% (47.5 to 52.5) |",
		"is 0.61 (0.49 to 0.73)",
	])
		expect(markdown.replaceAll("\\", "")).toContain(one);
});

test("curves have a chart for each role, and the quantity series a logarithmic axis", () => {
	const page = renderPage(interventionsReport(sampleInterventions(), "en"));
	const { all } = parsePage(page);
	expect(all("#mix svg.chart")).toHaveLength(3);
	expect(all("#quantity svg.chart")).toHaveLength(3);
	const [chart] = all("#quantity svg.chart");
	const ticks = [
		...chart.querySelectorAll("g[aria-label='x-axis tick label'] text"),
	];
	expect(ticks.map((one) => one.textContent)).toEqual([
		"10",
		"30",
		"100",
		"300",
	]);
});

test("failed runs are told of with their reasons", () => {
	const text = renderText(interventionsReport(brokenInterventions(), "en"));
	expect(text).toContain("1 run failed and count in no mean");
	expect(text).toContain("incompatible, seed 2: Loss is not a number.");
	expect(text).toContain("Many examples are better than few");
});

test("hostile texts are shown and do nothing", () => {
	const page = renderPage(interventionsReport(hostileInterventions(), "en"));
	const { all, text } = parsePage(page);
	for (const one of Object.values(hostile)) expect(text).toContain(one);
	expect(all("[onmouseover], [onerror], main script, img")).toEqual([]);
});

test("the JSON is the result, and the other files can be written again from it", async () => {
	const path = join(mkdtempSync(join(tmpdir(), "interventions-")), "new");
	const result = brokenInterventions();
	const written = await writeInterventionsReport(result, path, {
		language: "ja",
	});
	expect(JSON.parse(readFileSync(written.json, "utf8"))).toEqual(result);
	for (const { name, text } of (await openReport(path))("ja"))
		expect(text()).toBe(readFileSync(join(path, name), "utf8"));
	expect(() => checkInterventions({ ...result, title: 7 }, "r.json")).toThrow(
		"r.json: title: expected text, found 7",
	);
});
