import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { PilotResult } from "../../studies/pilot/pilot-result.ts";
import { readReport } from "./read-report.ts";
import {
	emptyPilot,
	hostilePilot,
	unfinishedPilot,
} from "./testing/hard-pilots.ts";
import { samplePilot } from "./testing/sample-pilot.ts";
import { writeReport } from "./write-report.ts";

const folder = () => mkdtempSync(join(tmpdir(), "report-"));

test("what is written is the result, and two readings of it", async () => {
	const path = join(folder(), "new");
	const result = samplePilot();
	const written = await writeReport(result, path, { language: "ja" });
	expect(await readReport(path)).toEqual(result);
	expect(readFileSync(written.html, "utf8")).toContain('<html lang="ja">');
	expect(readFileSync(written.markdown, "utf8")).toMatch(/^# Sums for/);
});

test.each([unfinishedPilot, emptyPilot])("%o can be read again", async (of) => {
	const path = folder();
	await writeReport(of(), path, { language: "en" });
	expect(await readReport(path)).toEqual(of());
});

test("a hostile result is kept letter by letter", async () => {
	const path = folder();
	await writeReport(hostilePilot(), path, { language: "en" });
	const names = (await readReport(path)).arms.map(({ name }) => name);
	expect(names).toEqual(hostilePilot().arms.map(({ name }) => name));
});

const faults: [
	what: string,
	change: (r: PilotResult) => unknown,
	error: string,
][] = [
	[
		"no object",
		() => [],
		"report.json: expected a JSON object, found an array",
	],
	[
		"another version",
		(r) => ({ ...r, version: 2 }),
		"report.json: version: expected 1, found 2",
	],
	[
		"an unknown key",
		(r) => ({ ...r, colour: "red" }),
		"report.json: expected only the keys of a pilot's result, found colour",
	],
	[
		"a missing key",
		({ machine: _, ...r }) => r,
		"report.json: machine: expected an object, found nothing",
	],
	[
		"a wrong role",
		(r) => ({ ...r, axes: [{ ...r.axes[0], role: "aim" }] }),
		'report.json: axes.0.role: expected one of target, retention, wording, deviation, found "aim"',
	],
	[
		"a negative time",
		(r) => ({ ...r, seconds: -1 }),
		"report.json: seconds: expected 0 or more, found -1",
	],
	[
		"a level above 1",
		(r) => ({ ...r, verdict: { ...r.verdict, alpha: 2 } }),
		"report.json: verdict.alpha: expected 1 or less, found 2",
	],
	[
		"an axis without a name",
		(r) => ({ ...r, axes: [{ ...r.axes[0], name: "" }] }),
		'report.json: axes.0.name: expected a name, found ""',
	],
	[
		"a reason of no known kind",
		(r) => {
			const [arm] = r.arms;
			const runs = [{ ...arm!.runs[0], reason: { kind: "bored" } }];
			return { ...r, arms: [{ ...arm, runs }], recommended: null };
		},
		'report.json: arms.0.runs.0.reason.kind: expected a known kind, found "bored"',
	],
	[
		"a monitor that is no number",
		(r) => {
			const [arm] = r.arms;
			const monitors = [{ ...arm!.runs[0]!.monitors[0], entropy: "low" }];
			const runs = [{ ...arm!.runs[0], monitors }];
			return { ...r, arms: [{ ...arm, runs }], recommended: null };
		},
		'report.json: arms.0.runs.0.monitors.0.entropy: expected a number, found "low"',
	],
	[
		"an arm that is not there",
		(r) => ({ ...r, recommended: "GRPO" }),
		'report.json: recommended: expected the name of an arm, found "GRPO"',
	],
	[
		"arms of one name",
		(r) => ({ ...r, arms: [r.arms[0], r.arms[0]], recommended: "SFT" }),
		'report.json: arms: expected each name once, found "SFT" twice',
	],
	[
		"values of an unknown axis",
		(r) => ({ ...r, base: { fame: null } }),
		'report.json: axes: expected every axis that has values, found none called "fame"',
	],
];

test.each(faults)("%s is no report", async (_, change, error) => {
	const path = folder();
	const json = JSON.stringify(change(samplePilot()));
	writeFileSync(join(path, "report.json"), json);
	await expect(readReport(path)).rejects.toThrow(error);
});

test("a folder without a report, and one that cannot be", async () => {
	const path = folder();
	await expect(readReport(path)).rejects.toMatchObject({
		code: "data",
		hint: "Name the folder of a pilot that has a report.",
	});
	writeFileSync(join(path, "file"), "");
	await expect(
		writeReport(samplePilot(), join(path, "file"), { language: "en" }),
	).rejects.toMatchObject({ code: "disk" });
});

test("a result that could not be read again is not written", async () => {
	const path = folder();
	const broken: PilotResult = { ...samplePilot(), seconds: Number.NaN };
	await expect(writeReport(broken, path, { language: "en" })).rejects.toThrow(
		"seconds: expected a number, found NaN",
	);
});
