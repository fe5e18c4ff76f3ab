import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openReport } from "../report-kinds.ts";
import { checkProbe } from "./check-probe.ts";
import { bareProbe } from "./testing/probe-variants.ts";
import { writeProbeReport } from "./write-probe-report.ts";

test("the JSON is the result, and the other files can be written again from it", async () => {
	const path = join(mkdtempSync(join(tmpdir(), "probe-")), "new");
	const result = bareProbe();
	const written = await writeProbeReport(result, path, { language: "ja" });
	expect(JSON.parse(readFileSync(written.json, "utf8"))).toEqual(result);
	const lines = readFileSync(written.lines, "utf8").trimEnd().split("\n");
	expect(lines.map((line) => JSON.parse(line))).toEqual(result.items);
	const files = (await openReport(path))("ja");
	expect(files.map(({ name }) => join(path, name))).toEqual([
		written.html,
		written.markdown,
		written.lines,
	]);
	for (const { name, text } of files)
		expect(text()).toBe(readFileSync(join(path, name), "utf8"));
	expect((await openReport(path))("en")[0]!.text()).toContain(
		"What the model knows",
	);
});

test("what is no probe is named with its key", () => {
	expect(() =>
		checkProbe({ ...bareProbe(), version: 2 }, "report.json"),
	).toThrow("report.json: version: expected 1, found 2");
});
