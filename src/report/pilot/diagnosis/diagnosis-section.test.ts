import { expect, test } from "vitest";
import { checkResult } from "../check-result.ts";
import { diagnosedPilot } from "../testing/hard-pilots.ts";
import { samplePilot } from "../testing/sample-pilot.ts";
import { reportView } from "../view/report-view.ts";
import { diagnosisSection, diagnosisSentences } from "./diagnosis-section.ts";

const view = reportView(diagnosedPilot(), "en");

test("one paragraph says the cause, the shares, and where runs differ", () => {
	const text = diagnosisSentences(view, view.result.diagnosis!).join(" ");
	expect(text).toContain(
		"MinorSFT 0.05, diagnosed on 240 questions of the probe capitals in 3 runs.",
	);
	expect(text).toContain("31% were learned, 12% drawn out, 2% restyled");
	expect(text).toContain("seed 2: drawn out");
	expect(text).toContain("the probe was not made of this arm's base");
	expect(text).toMatch(/Next: No clear damage was found/);
	expect(text).not.toContain("Train on more rows");
});

test("the table has every change with its interval", () => {
	const text = diagnosisSection(view).markdown()?.join("\n") ?? "";
	expect(text).toMatch(/\| Learned \| 31% \| 16 ?%? to 62%? \|/);
	expect(
		text.match(/^\| (Drawn out|Restyled|Damaged|Unchanged) /gm),
	).toHaveLength(4);
});

test("a pilot without a probe has no such section, and one without a finished run says so", () => {
	const plain = diagnosisSection(reportView(samplePilot(), "en"));
	expect([plain.html(), plain.markdown()]).toEqual([null, null]);
	const empty = { ...samplePilot(), diagnosis: null };
	expect(
		diagnosisSection(reportView(empty, "en")).markdown()?.join(),
	).toContain("Nothing was diagnosed");
});

test("a result with a diagnosis is read again", () => {
	const pilot = diagnosedPilot();
	const read = checkResult(JSON.parse(JSON.stringify(pilot)), "report.json");
	expect(read.diagnosis).toEqual(pilot.diagnosis);
});
