import { describe, expect, test } from "vitest";
import { probeResultSchema } from "../../diagnose/probe/probe-result.ts";
import { clean } from "../page/language/clean.ts";
import { languages } from "../page/language/language.ts";
import { renderPage } from "../page/render-page.ts";
import { renderText } from "../page/render-text.ts";
import { checkReport, parsePage } from "../testing/page-checks.ts";
import { probeReport } from "./probe-report.ts";
import {
	demonstratedProbe,
	everyProbe,
	hostile,
	hostileProbe,
} from "./testing/probe-variants.ts";
import { sampleProbe } from "./testing/sample-probe.ts";

test.each(Object.entries(everyProbe))("the %s sample is a result", (_, of) => {
	const result = of();
	expect(probeResultSchema.parse(result)).toEqual(result);
});

describe.each(Object.entries(everyProbe))("the %s report", (name, of) => {
	test.each(languages)("is whole in both forms, in %s", (language) => {
		const report = probeReport(of(), language);
		const tables = checkReport(report, { hostile: name === "hostile" });
		if (name === "sample") expect(tables).toBeGreaterThan(8);
	});
});

test("the page says first what is known, what to expect and what to do", () => {
	const markdown = renderText(probeReport(sampleProbe(), "en"));
	const [, badge, said, next, steps] = markdown.split("\n\n");
	expect(badge).toBe("**Draw it out**");
	expect(said).toBe(
		"Of 240 questions, lab-small knows 33.3% (27.3 to 39.3), is unsure of 31.0% (25.2 to 36.8) and does not know 35.7% (29.7 to 41.7). Brackets hold 95% intervals. Training on these rows is expected to change the accuracy by +18.2 (+13.2 to +23.2) percentage points; 14.2% (9.7 to 18.7) of the rows contradict what the model holds.",
	);
	expect(next).toBe("**What to do**");
	expect(steps).toMatch(/28 questions are known.*About 30 rows/);
	expect(steps).toMatch(/86 questions need about 860 rows/);
});

test("questions that are wrong with confidence come first, and the rest is in probe.jsonl", () => {
	const { all, text } = parsePage(renderPage(probeReport(sampleProbe(), "en")));
	const rows = all("#items tbody tr").map((one) => one.textContent);
	expect(rows).toHaveLength(150);
	expect(rows[0]).toContain("wrong with confidence");
	expect(text).toContain("90 more are in probe.jsonl.");
	expect(all("#excluded tbody tr")[0].textContent).toMatch(/no answer.*2/);
	expect(all("#calibration svg.wide")).toHaveLength(4);
	expect(all("#order tbody td")[0].textContent).toBe("41.0% (36.0 to 46.0)");
});

test("rows of demonstrations are counted by mark", () => {
	const page = renderPage(probeReport(demonstratedProbe(), "en"));
	const { all } = parsePage(page);
	const [counts] = all("#demonstrations table");
	expect(counts.textContent).toMatch(
		/harmonious\D*60\D*66\.7%\s*incompatible\D*20\D*22\.2%\s*not testable\D*10/,
	);
});

test("hostile texts are shown and do nothing", () => {
	const { all, text } = parsePage(
		renderPage(probeReport(hostileProbe(), "en")),
	);
	for (const one of Object.values(hostile)) expect(text).toContain(clean(one));
	expect(all("[onmouseover], [onerror], main script, img")).toEqual([]);
	expect(text).not.toContain("\u202e");
});
