import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { expect, test } from "vitest";
import { openReport } from "../report-kinds.ts";
import { cellsCsv } from "./cells-csv.ts";
import { checkBudget } from "./check-budget.ts";
import { hostile, hostileBudget } from "./testing/budget-variants.ts";
import { sampleBudget } from "./testing/sample-budget.ts";
import { writeBudgetReport } from "./write-budget-report.ts";

const folder = () => join(mkdtempSync(join(tmpdir(), "budget-")), "new");

test("the JSON is the result, and the other files can be written again from it", async () => {
	const path = folder();
	const result = sampleBudget();
	const written = await writeBudgetReport(result, path, { language: "ja" });
	expect(JSON.parse(readFileSync(written.json, "utf8"))).toEqual(result);
	const files = (await openReport(path))("ja");
	expect(files.map(({ name }) => join(path, name))).toEqual([
		written.html,
		written.markdown,
		written.csv,
	]);
	for (const { name, text } of files)
		expect(text()).toBe(readFileSync(join(path, name), "utf8"));
	expect((await openReport(path))("en")[0]!.text()).toContain("Budget report");
});

test("the CSV has a line for each trial", () => {
	const result = sampleBudget();
	const rows = parse(cellsCsv(result), { columns: true, cast: true });
	const trials = result.cells.flatMap((cell) =>
		cell.trials.map((trial) => ({ ...cell, ...trial })),
	);
	expect(rows).toEqual(
		trials.map((trial) => ({
			demonstrations: trial.demonstrations,
			pairs: trial.pairs,
			cost: trial.cost,
			role: trial.role,
			control: trial.control ?? "",
			seed: trial.seed,
			score: trial.score ?? "",
			moved: trial.moved ?? "",
			seconds: trial.seconds,
			run: trial.run ?? "",
			reason: trial.reason ?? "",
		})),
	);
});

test("texts in the CSV are quoted, and none is computed by a spreadsheet", () => {
	const rows = parse<Record<string, string>>(cellsCsv(hostileBudget()), {
		columns: true,
	});
	expect(rows[0]!.reason).toBe(`'${hostile.sheet}`);
	expect(rows[0]!.control).toBe(hostile.markup);
});

test("a result that could not be read again is not written", async () => {
	const broken = { ...sampleBudget(), seconds: Number.NaN };
	await expect(
		writeBudgetReport(broken, folder(), { language: "en" }),
	).rejects.toThrow("seconds: expected a number, found NaN");
});

test("what is no result is named with its key", () => {
	const { unit: _, ...rest } = sampleBudget();
	expect(() => checkBudget(rest, "report.json")).toThrow(
		"report.json: unit: expected text, found nothing",
	);
	expect(() =>
		checkBudget({ ...sampleBudget(), colour: "red" }, "report.json"),
	).toThrow(
		"report.json: expected only the keys of a budget study's result, found colour",
	);
});
