import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import type { LeashEvent } from "../../runs/events.ts";
import { runCli } from "../program.ts";
import { fakeContext } from "../testing/fake-context.ts";
import { writeRun } from "../testing/run-on-disk.ts";

let folder: string;
let staged: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "temper-list-"));
	writeRun(join(folder, "one"), "kto");
	staged = join(folder, "two");
	mkdirSync(staged);
	const stages = ["sft", "dpo"].map((kind) => ({
		model: "/models/tiny",
		objective: { kind },
	}));
	writeFileSync(join(staged, "stages.json"), JSON.stringify({ stages }));
	writeRun(join(staged, "stages", "1-sft"), "sft");
});

async function run(...argv: string[]) {
	const context = fakeContext();
	expect(await runCli(argv, context)).toBe(0);
	return context.out();
}

test("a run of stages is one row, and one for each stage that was begun", async () => {
	const rows = (await run("runs", "list", folder)).split("\n").slice(1);
	expect(rows[0]).toMatch(/one +finished +kto +tiny /);
	expect(rows[1]).toMatch(/two +stopped +sft, dpo +tiny /);
	expect(rows[2]).toMatch(/^ {2}1-sft +finished +sft +tiny /);
	expect(rows).toHaveLength(4);
	writeRun(join(staged, "stages", "2-dpo"), "dpo");
	expect(await run("runs", "list", folder)).toMatch(/two +finished +sft, dpo/);
});

test("a run of stages is shown stage by stage", async () => {
	for (const command of [["runs", "show"], ["inspect"]]) {
		const out = await run(...command, staged);
		expect(out).toMatch(/state {3}stopped\nstages {2}sft, dpo\n/);
		expect(out).toMatch(/\nstage 1 of 2: sft\nrun +.*1-sft\nstate +finished\n/);
		expect(out).not.toContain("stage 2 of 2");
	}
});

test("a run on a leash shows how it ended, and the way there", async () => {
	const leashed = join(folder, "leashed");
	const at = (step: number, value: number, beta: number): LeashEvent => ({
		...{ kind: "leash", step, measure: "kl", bound: 0.05, outcome: null },
		value: { value, low: value - 0.01, high: value + 0.01 },
		strength: { name: "beta", value: beta },
	});
	const outcome = { held: true, stopped: false, drawnBack: 0.9 };
	const measures = Array.from({ length: 30 }, (_, i) =>
		at(i + 1, 0.002 * (i + 1), 1.23456),
	);
	writeRun(leashed, "minor-sft", [
		...measures,
		{ ...at(30, 0.049, 1.23456), outcome },
	]);
	const out = await run("runs", "show", leashed);
	expect(out).toMatch(
		/\nleash +inside, general KL 0\.049 ±0\.01 of 0\.05 nats per token; drawn back to 90%/,
	);
	expect(out).toMatch(
		/\n\nstep +general KL +bound +beta\n +3 +0\.006 ±0\.01 +0\.05 +1\.23\n/,
	);
	expect(out.match(/±0\.01 +0\.05 +1\.23\n/g)?.length).toBeLessThan(14);
});

test("a run that predicts no tokens is shown without a table of them", async () => {
	const cost = { seconds: 1, tokensPerSecond: 1, memoryBytes: 1 };
	const sure = { value: 1, low: 0.2, high: 1 };
	const reward = join(folder, "reward");
	writeRun(reward, "reward-model", [
		{
			...{ kind: "evaluation", step: 6, nll: null, entropy: null, top1: null },
			...{ klTask: null, klGeneral: null, mTheta: null, cost },
			pairs: { accuracy: sure, margin: { value: 0.5, low: 0.5, high: 0.5 } },
		},
	]);
	const out = await run("runs", "show", reward);
	expect(out).toMatch(
		/\n\nstep +held-out pairs +margin, nats\n +6 +100% \(20% to 100%\) +0\.5\n/,
	);
	expect(out).not.toMatch(/\nstep\n/);
});

test("--json prints every evaluation with m_theta and what each answer contributes; stages too", async () => {
	const cost = { seconds: 1, tokensPerSecond: 1, memoryBytes: 1 };
	const evaluation = (step: number, mTheta: number, deltas: number[]) => ({
		...{ kind: "evaluation" as const, step, nll: null, entropy: null },
		...{ top1: null, klTask: null, klGeneral: null, pairs: null, cost },
		...{ mTheta, answerDeltas: deltas },
	});
	const path = join(folder, "m-theta");
	writeRun(path, "sft", [
		{ kind: "answers", step: 0, rows: ["a.jsonl:1", "a.jsonl:7"] },
		evaluation(0, 0, [0, 0]),
		evaluation(9, 0.2, [0.5, -0.1]),
	]);
	const shown = JSON.parse(await run("runs", "show", path, "--json"));
	expect(shown.answers).toEqual(["a.jsonl:1", "a.jsonl:7"]);
	expect(shown.evaluations).toMatchObject([
		{ step: 0, mTheta: 0 },
		{ step: 9, mTheta: 0.2, answerDeltas: [0.5, -0.1] },
	]);
	const stages = JSON.parse(await run("runs", "show", staged, "--json"));
	expect(stages.stages[0].answers).toEqual([]);
});
