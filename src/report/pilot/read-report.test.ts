import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { reportFiles } from "../files/report-files.ts";
import { renderPage } from "../page/render-page.ts";
import { renderText } from "../page/render-text.ts";
import { checkResult } from "./check-result.ts";
import { pilotReport } from "./pilot-report.ts";
import { readReport } from "./read-report.ts";
import { refusedPilot } from "./testing/hard-pilots.ts";

const example = new URL("../../../examples/smollm2/", import.meta.url);

test("the example is what `temper-lm report examples/smollm2` writes", async () => {
	const report = pilotReport(await readReport(fileURLToPath(example)), "en");
	const committed = (file: string) =>
		readFileSync(new URL(file, example), "utf8").replaceAll("\r\n", "\n");
	expect(renderText(report)).toBe(committed(reportFiles.markdown));
	expect(renderPage(report)).toBe(committed(reportFiles.html));
});

test("the example is read and written in Japanese as any other", async () => {
	const result = await readReport(fileURLToPath(example));
	const report = pilotReport(result, "ja");
	expect(renderText(report)).toContain(`# ${result.title}\n`);
	expect(renderPage(report)).toContain(result.title);
});

test("conditions of earlier versions keep their bound as the one that decides, and get the interval of the arm", () => {
	const { verdict, ...rest } = refusedPilot();
	const older = verdict?.conditions.map(
		({ decisive: _, questions: __, wouldTell: ___, ...one }) => ({
			...one,
			value: one.value && { value: 0.135, low: 0.09, high: 0.18 },
		}),
	);
	const told = { ...rest, verdict: { ...verdict, conditions: older } };
	const read = checkResult(JSON.parse(JSON.stringify(told)), "report.json");
	const [sums, capitals] = read.verdict?.conditions ?? [];
	const [arm] = rest.arms;
	expect(sums).toMatchObject({ decisive: 0.09, value: arm?.gains.sums });
	expect(sums?.questions).toBe(arm?.questions.sums);
	expect(capitals).toMatchObject({ wouldTell: null });
});
