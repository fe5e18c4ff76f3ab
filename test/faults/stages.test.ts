import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runCli } from "../../src/cli/program.ts";
import { readEvents } from "../../src/runs/event-log.ts";
import type { RunEvent } from "../../src/runs/events.ts";
import { realContext } from "../bad-input/real-context.ts";
import { eventsOf } from "../training/run-recipe.ts";
import { writePreferenceRows } from "../training/tiny-rows.ts";
import { changesOf, runChild } from "./child.ts";
import { hashes, readRun } from "./inspect-run.ts";
import { type Subject, writeRecipe } from "./subject.ts";

const timeout = 900_000;
let folder: string;
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), "temper-stages-"));
});
afterAll(
	() => rm(folder, { recursive: true, force: true, maxRetries: 10 }),
	timeout,
);

const names = ["1-sft", "2-dpo"] as const;
const stageOf = (root: string, name: (typeof names)[number]) =>
	join(root, "stages", name);

/** All of a run of stages that must repeat exactly, whatever its folder is called. */
async function contents(root: string) {
	const stages = [];
	for (const name of names) stages.push(await readRun(stageOf(root, name)));
	const outcomes = ["adapter", "model"].map((name) => hashes(join(root, name)));
	const text = JSON.stringify({ stages, outcomes });
	return JSON.parse(text.replaceAll(root, "ROOT")) as unknown;
}

const eventsIn = (run: string): Promise<RunEvent[]> =>
	readEvents(join(run, "events.jsonl"));

describe.each(["lora", "full"] as const)("sft, then dpo, tune %s", (tune) => {
	let subject: Subject;
	let whole: string;
	beforeAll(async () => {
		const home = mkdtempSync(join(folder, `${tune}-`));
		writePreferenceRows(home);
		subject = await writeRecipe(home, tune, {
			tune,
			optimizer: { learningRate: tune === "lora" ? 0.01 : 1e-3 },
			batch: { rows: 5, tokens: 256 },
			length: { kind: "steps", count: 4 },
			evaluate: "end",
			save: { every: 2 },
			data: {
				train: join(home, "rows.jsonl"),
				heldOut: { kind: "count", rows: 4 },
				general: join(home, "rows.jsonl"),
			},
			stages: [
				{ objective: "sft" },
				{
					objective: { kind: "dpo", beta: 0.2 },
					data: { train: "pairs.jsonl" },
				},
			],
		});
		whole = join(home, "whole");
		const fault = { at: null, how: "kill" } as const;
		const outcome = await runChild(subject, whole, { fault });
		expect(outcome).toMatchObject({ status: 0 });
		expect(changesOf(outcome)).toBeGreaterThan(10);
	}, timeout);

	test("the second begins where the first ended, and measures from where that began", async () => {
		const first = await eventsIn(stageOf(whole, "1-sft"));
		const second = await eventsIn(stageOf(whole, "2-dpo"));
		const [untouched, tuned] = eventsOf(first, "evaluation");
		const [start] = eventsOf(second, "evaluation");
		expect(untouched?.klGeneral?.value).toBe(0);
		expect(start?.step).toBe(0);
		expect(start?.klGeneral?.value).toBeGreaterThan(0);
		expect(start?.klGeneral?.value).toBeCloseTo(
			tuned?.klGeneral?.value as number,
			9,
		);
		expect(start?.klTask?.value).toBeGreaterThan(0);
		expect(start?.pairs?.margin.value).toBeCloseTo(0, 5);
		const [step] = eventsOf(second, "step");
		expect(step?.loss).toBeCloseTo(Math.LN2, 5);
		expect(step?.pairs?.accuracy).toBe(0.5);
		expect(step?.pairs?.chosenDelta).toBeCloseTo(0, 5);
	});

	test("the run's outcome is the last stage's, and answers", {
		timeout,
	}, async () => {
		const outcome = tune === "lora" ? "adapter" : "model";
		expect(hashes(join(whole, outcome))).toEqual(
			hashes(join(stageOf(whole, "2-dpo"), outcome)),
		);
		const answer = async (...source: string[]) => {
			const context = realContext();
			const status = await runCli(
				[
					...["generate", ...source, "--prompt", "red green?"],
					...["--max-new-tokens", "8"],
				],
				context,
			);
			const err = expect.stringMatching(/^Answers are computed in int8, .*\n$/);
			expect({ status, err: context.err() }).toEqual({ status: 0, err });
			return context.out();
		};
		const root = await answer("--run", whole);
		expect(root).toBe(await answer("--run", stageOf(whole, "2-dpo")));
	});

	test("killed in either stage or between them, it ends in the same bytes", {
		timeout,
	}, async () => {
		// Beside the other, so that their adapters name the model by the same way.
		const run = join(dirname(whole), "killed");
		const late = [
			"2-dpo/checkpoints/step-4",
			`${basename(run)}/${tune === "lora" ? "adapter" : "model"}`,
		];
		const early = [
			"/stages.json",
			"1-sft/checkpoints/step-4",
			"2-dpo/manifest.json",
		];
		const points = tune === "lora" ? [...early, ...late] : late;
		for (const touching of points) {
			const fault = { at: 1, how: "kill", touching } as const;
			const { status, output } = await runChild(subject, run, { fault });
			expect({ touching, status, output }).toMatchObject({ status: null });
		}
		const { status, output } = await runChild(subject, run);
		expect({ status, output }).toMatchObject({ status: 0 });
		expect(await contents(run)).toEqual(await contents(whole));
		expect(Object.keys(hashes(run)).length).toBe(
			Object.keys(hashes(whole)).length,
		);
		expect((await readRun(run)).leftovers).toEqual([]);
	});
});
