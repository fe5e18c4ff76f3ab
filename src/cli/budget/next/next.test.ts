import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { readBudget } from "../../../recipes/parse/parse-budget.ts";
import { studyBudget } from "../../../studies/budget/study-budget.ts";
import {
	type FakeBudget,
	fakeBudget,
	fakeRows,
} from "../../../studies/budget/testing/fake-budget.ts";
import { fakeWorkers } from "../../../studies/pilot/testing/fake-workers.ts";
import { runCli } from "../../program.ts";
import { fakeContext } from "../../testing/fake-context.ts";

let study: FakeBudget;

beforeAll(async () => {
	study = fakeBudget();
	const { crew } = fakeWorkers();
	const events = studyBudget(readBudget(study.file), { crew });
	for await (const event of events)
		if (event.kind === "job-failed") throw new Error(event.reason);
}, 60_000);

async function next(...argv: string[]) {
	const context = fakeContext();
	const status = await runCli(["budget", "next", ...argv], context);
	return { status, out: context.out(), err: context.err() };
}

const looks = () =>
	(
		JSON.parse(readFileSync(join(study.out, "looks.json"), "utf8")) as {
			looks: string[];
		}
	).looks.length;

test("the same question has the same answer and is one look; new rows are another", async () => {
	const first = await next(study.file, "--json");
	expect(first.err).toBe("");
	const answer = JSON.parse(first.out) as { look: number };
	expect(answer).toMatchObject({
		...{ version: 1, look: 1, unit: "EUR" },
		prices: { demonstration: 2, pair: 1 },
		rows: { demonstrations: 40, pairs: 40 },
		measured: { trials: 7, most: { demonstrations: 8, pairs: 16 } },
	});
	expect(await next(study.file, "--json")).toEqual(first);
	expect(looks()).toBe(1);
	const rows = join(study.folder, "more.jsonl");
	writeFileSync(rows, fakeRows("pairs", 55));
	const more = await next(study.file, "--pair-rows", rows, "--json");
	expect(JSON.parse(more.out)).toMatchObject({ look: 2, rows: { pairs: 55 } });
	expect(looks()).toBe(2);
	expect(await next(study.file, "--json")).toEqual(first);
}, 60_000);

test("text in both languages, with amounts in the study's unit", async () => {
	const prices = ["--demonstration", "2 EUR", "--pair", "1"];
	const { status, out } = await next(study.out, ...prices);
	expect(status).toBe(0);
	expect(out).toContain("Prices: 2\u00a0EUR for a demonstration, 1\u00a0EUR");
	expect(out).toMatch(/^(Buy \d+|Stop buying)/);
	expect(out).not.toMatch(/undefined|NaN|null/);
	const ja = (await next(study.file, "--language", "ja")).out;
	const left = ja.replaceAll(/EUR|temper-lm budget study|「t」/g, "");
	expect(left.match(/[A-Za-z]+/g) ?? []).toEqual([]);
	const poor = await next(study.file, "--money", "0.5");
	expect(poor.out).toContain("the money that is left does not buy a prompt");
}, 60_000);

test.each([
	["a folder without prices", [], "--demonstration: expected the price"],
	["a negative price", ["--demonstration", "-1", "--pair", "1"], "--demonstra"],
	["two units", ["--demonstration", "2 EUR", "--pair", "1 USD"], "in EUR"],
])("%s is refused with a sentence", async (_, options, text) => {
	const { status, err } = await next(study.out, ...options);
	expect(status).toBe(2);
	expect(err).toContain(text);
});

test("a folder without a study or without a measured trial is refused", async () => {
	const empty = mkdtempSync(join(tmpdir(), "temper-empty-"));
	expect(await next(empty)).toMatchObject({
		status: 2,
		err: expect.stringContaining("expected the folder of a budget study"),
	});
	writeFileSync(join(empty, "pilot.json"), "{}");
	expect((await next(empty)).err).toContain("found the folder of a pilot");
	const begun = fakeBudget();
	const spec = readFileSync(join(study.out, "budget.json"), "utf8");
	rmSync(join(empty, "pilot.json"));
	writeFileSync(join(empty, "budget.json"), spec);
	expect((await next(empty)).err).toContain("at least one measured trial");
	expect((await next(begun.file)).err).toContain("no such folder");
});
