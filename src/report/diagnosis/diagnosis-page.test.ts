import { describe, expect, test } from "vitest";
import { diagnosisSchema } from "../../diagnose/change/diagnosis.ts";
import { clean } from "../page/language/clean.ts";
import { languages } from "../page/language/language.ts";
import { renderPage } from "../page/render-page.ts";
import { renderText } from "../page/render-text.ts";
import { checkReport, parsePage } from "../testing/page-checks.ts";
import { diagnosisReport } from "./diagnosis-report.ts";
import {
	everyDiagnosis,
	hostile,
	hostileDiagnosis,
	manyModels,
} from "./testing/diagnosis-variants.ts";
import { sampleDiagnosis } from "./testing/sample-diagnosis.ts";

test.each(Object.entries(everyDiagnosis))(
	"the %s sample is a result",
	(_, of) => {
		const result = of();
		expect(diagnosisSchema.parse(result)).toEqual(result);
	},
);

describe.each(Object.entries(everyDiagnosis))("the %s report", (name, of) => {
	test.each(languages)("is whole in both forms, in %s", (language) => {
		const report = diagnosisReport(of(), language);
		const tables = checkReport(report, { hostile: name === "hostile" });
		if (["sample", "many"].includes(name)) expect(tables).toBeGreaterThan(9);
	});
});

test("the page says first what happened, as shares with intervals, and what to do next", () => {
	const markdown = renderText(diagnosisReport(sampleDiagnosis(), "en"));
	const [, badge, said, next, steps] = markdown.split("\n\n");
	expect(badge).toBe("**Drawn out**");
	expect(said).toBe(
		"Tuning drew out answers that the base already knew. Of 360 questions asked, 6.0% (3.9 to 8.1) were learned, 24.3% (20.4 to 28.2) drawn out, 3.1% (1.5 to 4.7) restyled and 1.8% (0.6 to 3.0) damaged; 64.8% (60.4 to 69.2) are unchanged. Brackets hold 95% intervals. On general text the model moved 0.0640 (0.0580 to 0.0700) nats per token from the base.",
	);
	expect(next).toBe("**What to do next**");
	expect(steps).toMatch(/^- The base already knew most of these answers\./);
	expect(markdown).toContain(
		"- sft-2e-4: only the form gained in capitals, written.",
	);
	expect(markdown).toContain(
		"trained phrases appear in 16.2% (11.7 to 20.7) of the answers",
	);
});

test("every number is in both forms", () => {
	const report = diagnosisReport(sampleDiagnosis(), "en");
	const { text } = parsePage(renderPage(report));
	const markdown = renderText(report).replaceAll("\\", "");
	const shown = [
		...["46.2% (41.2 to 51.2)", "70.8% (66.3 to 75.3)"],
		...["+24.6 (+20.8 to +28.4)", "106 (44.2%)", "64 (26.7%)"],
		...["95.5% (91.0 to 100.0)", "+18.0 (+14.2 to +21.8)"],
		...["0.830 (0.810 to 0.850)", "0.121 (0.103 to 0.139)"],
		...["−0.390 (−0.434 to −0.346)", "84.3% (79.8 to 88.8)"],
		...["72.0% (67.0 to 77.0)", "7.7% (6.6 to 8.8)", "␣Lima"],
		...["as everybody in the village knows", "Africa", "< 0.001"],
		...["drawn out = 0.243", "adapter runs/sft-2e-4/adapter"],
	];
	const escaped = markdown.replaceAll("&lt;", "<");
	for (const one of shown) {
		expect(text).toContain(one);
		expect(escaped).toContain(one);
	}
});

test("several models have a row each, names of their own and the partial correlation", () => {
	const report = diagnosisReport(manyModels(), "en");
	const { all, text } = parsePage(renderPage(report));
	expect(all("#models tbody tr")).toHaveLength(7);
	const names = all("#models tbody th").map((one) => one.textContent);
	expect(new Set(names).size).toBe(7);
	expect(text).toContain(
		"Over 7 tuned models and 21 pairs of a model and a task",
	);
	expect(text).toContain("is 0.62 (0.32 to 0.92)");
	const drawn = all("#changes svg.wide title").map((one) => one.textContent);
	expect(drawn).toEqual(expect.arrayContaining(["sft (1)", "arm 4"]));
});

test("hostile texts are shown and do nothing", () => {
	const page = renderPage(diagnosisReport(hostileDiagnosis(), "en"));
	const { all, text } = parsePage(page);
	for (const one of Object.values(hostile).map(clean))
		expect(text.replaceAll("␣", " ")).toContain(one.split("\n")[0]);
	expect(all("[onmouseover], [onerror], main script, img")).toEqual([]);
	expect(text).not.toContain("\u202e");
});
