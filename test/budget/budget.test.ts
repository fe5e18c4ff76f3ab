import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { stringify } from "yaml";
import { RandomStream } from "../../src/core/random.ts";
import type { BudgetResult } from "../../src/studies/budget/budget-result.ts";
import { runCli } from "../pilot/run-pilot.ts";

const timeout = 600_000;
const folder = mkdtempSync(join(tmpdir(), "temper-tiny-budget-"));
const file = join(folder, "tiny.yaml");
const whole = join(folder, "whole");
/** Milliseconds that the study takes. */
let life = 0;

const study = (out: string, ...more: string[]) =>
	["budget", "study", file, "--out", out, "--parallel", "2", ...more] as const;

const jobs = (out: string, kind: string): string[] =>
	readFileSync(join(out, "budget.jsonl"), "utf8")
		.trimEnd()
		.split("\n")
		.map((line) => JSON.parse(line) as { kind: string; id: string })
		.flatMap((entry) => (entry.kind === kind ? [entry.id] : []));

const resultOf = (out: string) =>
	JSON.parse(readFileSync(join(out, "report.json"), "utf8")) as BudgetResult;

/** Everything in cells.csv that does not depend on the clock. */
const scores = (out: string) =>
	resultOf(out).cells.map(({ trials, ...cell }) => ({
		...cell,
		trials: trials.map((trial) => ({ ...trial, seconds: 0 })),
	}));

beforeAll(async () => {
	const rows = resolve("examples/rows.jsonl");
	const task = { name: "ship", version: "1", rows, limit: 8, scorer: "exact" };
	writeFileSync(
		join(folder, "ship.yaml"),
		stringify({ ...task, generate: { maxNewTokens: 8 } }),
	);
	const recipe = { batch: { rows: 2, tokens: 256 }, tune: { rank: 2 } };
	writeFileSync(
		file,
		stringify({
			...{ model: resolve("models/toy"), tasks: ["ship.yaml"] },
			demonstrations: { rows, price: 1 },
			pairs: { rows: resolve("examples/pairs.jsonl"), price: 1 },
			recipe: { ...recipe, length: { kind: "epochs", count: 1 } },
			...{ budgets: [4, 8], seeds: 1, learningRates: [1e-3] },
			design: { kind: "grid", ratios: [1, 0.5] },
			controls: { epochs: [], coldStart: [] },
		}),
	);
	const began = performance.now();
	const { status, output } = await runCli(study(whole));
	life = performance.now() - began;
	expect({ status, output }).toMatchObject({ status: 0 });
}, timeout);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("a study ends with an answer for each budget and its report", () => {
	const { answers, cells } = resultOf(whole);
	expect(answers.map(({ budget }) => budget)).toEqual([4, 8]);
	expect(
		cells.map(({ demonstrations, pairs }) => `${demonstrations}+${pairs}`),
	).toEqual(expect.arrayContaining(["2+2", "4+0", "4+4", "8+0"]));
	const csv = readFileSync(join(whole, "cells.csv"), "utf8");
	expect(csv.split("\r\n")[0]).toMatch(/^demonstrations,pairs,cost,/);
	expect(readFileSync(join(whole, "report.html"), "utf8")).toContain("<svg");
});

test("killed at random moments it goes on and ends with the same scores and answers", {
	timeout,
}, async () => {
	const stream = new RandomStream(2026, "budget");
	const out = join(folder, "killed");
	let killed = 0;
	for (;;) {
		const after = (0.15 + 0.4 * stream.uniform()) * life;
		const { status, output } = await runCli(study(out), (child) => {
			if (killed >= 4) return;
			const timer = setTimeout(() => child.kill("SIGKILL"), after);
			child.on("exit", () => clearTimeout(timer));
		});
		if (status === null) killed++;
		else {
			expect({ status, output }).toMatchObject({ status: 0 });
			break;
		}
	}
	expect(killed).toBeGreaterThan(1);
	const finished = jobs(out, "job-finished");
	expect(new Set(finished).size).toBe(finished.length);
	expect(scores(out)).toEqual(scores(whole));
	expect(resultOf(out).answers).toEqual(resultOf(whole).answers);
});

test("another price trains nothing, another budget only what is new, and next answers from the folder", {
	timeout,
}, async () => {
	const before = jobs(whole, "job-started");
	const cheaper = ["--set", "machineHour=2", "--set", "unit=EUR"];
	expect(await runCli(study(whole, ...cheaper))).toMatchObject({ status: 0 });
	expect(jobs(whole, "job-started")).toEqual(before);
	expect(
		await runCli(study(whole, "--set", "budgets=[4, 8, 10]")),
	).toMatchObject({ status: 0 });
	const more = jobs(whole, "job-started").slice(before.length);
	expect(more.length).toBeGreaterThan(0);
	expect(more.filter((id) => before.includes(id))).toEqual([]);
	const next = await runCli(["budget", "next", file, "--out", whole, "--json"]);
	expect(JSON.parse(next.output)).toMatchObject({ look: 1 });
});

test("a folder that cannot be made is refused with a sentence", async () => {
	const { status, output } = await runCli(study(join(file, "inside")));
	expect(status).toBe(2);
	expect(output).toMatch(/^error: .*expected/m);
});
