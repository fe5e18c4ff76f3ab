import {
	existsSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { sampleBudget } from "../../report/budget/testing/sample-budget.ts";
import { samplePilot } from "../../report/pilot/testing/sample-pilot.ts";
import { runCli } from "../program.ts";
import { fakeContext } from "../testing/fake-context.ts";

async function run(...argv: string[]) {
	const context = fakeContext();
	const status = await runCli(["report", ...argv], context);
	return { status, out: context.out(), err: context.err() };
}

function pilotFolder(): string {
	const folder = mkdtempSync(join(tmpdir(), "pilot-"));
	const json = JSON.stringify(samplePilot());
	writeFileSync(join(folder, "report.json"), json);
	return folder;
}

test("page and text are written again from the JSON", async () => {
	const folder = pilotFolder();
	const { status, out } = await run(folder, "--language", "ja");
	expect(status).toBe(0);
	expect(out).toMatch(/wrote .*report\.html\nwrote .*report\.md\n/);
	const page = readFileSync(join(folder, "report.html"), "utf8");
	expect(page).toContain("推奨は「MinorSFT 0.05」です");
	expect(readFileSync(join(folder, "report.md"), "utf8")).toContain("方式");
});

test("one file alone, by its ending", async () => {
	const folder = pilotFolder();
	const text = join(folder, "other.md");
	expect((await run(folder, "--out", text)).status).toBe(0);
	expect(readFileSync(text, "utf8")).toMatch(/^# Sums/);
	expect(existsSync(join(folder, "report.html"))).toBe(false);
	const { status, err } = await run(folder, "--out", "report.pdf");
	expect(status).toBe(2);
	expect(err).toMatch(
		"error: --out: expected a file that ends in .html or .md, found report.pdf.\n",
	);
});

test("a budget study's report is written again by the same command, with its trials", async () => {
	const folder = mkdtempSync(join(tmpdir(), "budget-"));
	const json = JSON.stringify(sampleBudget());
	writeFileSync(join(folder, "report.json"), json);
	const { status, out } = await run(folder, "--language", "ja");
	expect(status).toBe(0);
	expect(out).toMatch(
		/wrote .*report\.html\nwrote .*report\.md\nwrote .*cells\.csv\n/,
	);
	const page = readFileSync(join(folder, "report.html"), "utf8");
	expect(page).toContain("予算配分の報告書");
	const table = join(folder, "other.csv");
	expect((await run(folder, "--out", table)).status).toBe(0);
	expect(readFileSync(table, "utf8")).toMatch(/^demonstrations,pairs,cost,/);
	const { err } = await run(folder, "--out", "report.pdf");
	expect(err).toContain("expected a file that ends in .html, .md or .csv");
});

test("JSON that no study made", async () => {
	const folder = pilotFolder();
	writeFileSync(join(folder, "report.json"), '{"version":1,"rows":[]}');
	const { status, err } = await run(folder);
	expect(status).toBe(2);
	expect(err).toMatch(
		/report\.json: expected the result of a pilot, a budget study, .+, found the keys version, rows\.\n/,
	);
});

test("a folder without a report, and a language that is not spoken", async () => {
	const folder = pilotFolder();
	rmSync(join(folder, "report.json"));
	const missing = await run(folder);
	expect(missing.status).toBe(2);
	expect(missing.err).toMatch(/report\.json: expected .*, found nothing/);
	expect(missing.err).toContain("hint: Name the folder of a pilot");
	const language = await run(folder, "--language", "fr");
	expect(language.status).toBe(2);
	expect(language.err).toContain("Allowed choices are en, ja");
});
