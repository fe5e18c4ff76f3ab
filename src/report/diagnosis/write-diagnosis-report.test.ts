import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openReport } from "../report-kinds.ts";
import { checkDiagnosis } from "./check-diagnosis.ts";
import { sampleDiagnosis } from "./testing/sample-diagnosis.ts";
import { writeDiagnosisReport } from "./write-diagnosis-report.ts";

const folder = () => join(mkdtempSync(join(tmpdir(), "diagnosis-")), "new");

test("the JSON is the result, and the other files can be written again from it", async () => {
	const path = folder();
	const result = sampleDiagnosis();
	const written = await writeDiagnosisReport(result, path, { language: "ja" });
	expect(JSON.parse(readFileSync(written.json, "utf8"))).toEqual(result);
	const files = (await openReport(path))("ja");
	expect(files.map(({ name }) => join(path, name))).toEqual([
		written.html,
		written.markdown,
	]);
	for (const { name, text } of files)
		expect(text()).toBe(readFileSync(join(path, name), "utf8"));
	expect((await openReport(path))("en")[0]!.text()).toContain("What happened");
});

test("what is no diagnosis is named with its key", () => {
	expect(() =>
		checkDiagnosis({ ...sampleDiagnosis(), seconds: null }, "report.json"),
	).toThrow("report.json: seconds: expected a number, found null");
});
