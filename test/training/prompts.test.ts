import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { readRound } from "../../src/runs/folder/round-folder.ts";
import { type Changes, eventsOf, runRecipe, stepsOf } from "./run-recipe.ts";
import { sampling, shortRecipe } from "./short-recipe.ts";
import { tinyFolder } from "./tiny-folder.ts";
import { writeRows } from "./tiny-rows.ts";

const timeout = 120_000;
const rows = "prompts.jsonl";
const folder = tinyFolder();
beforeAll(async () => {
	const asked = Array.from({ length: 12 }, (_, i) => ({
		prompt: `${i} red green?`,
		wanted: "e",
	}));
	writeRows(join(folder, rows), asked);
}, timeout);

const regex = { kind: "regex", pattern: "e" };
const onPrompts = (reward: Changes): Changes => ({
	...shortRecipe(folder, "grpo", "lora"),
	objective: { kind: "grpo", reward, perPrompt: 4, sampling },
	data: {
		train: join(folder, rows),
		heldOut: { kind: "count", rows: 3 },
		general: null,
	},
	evaluate: "end",
});

test("grpo learns from rows that ask and show no answer", {
	timeout,
}, async () => {
	const whole = await runRecipe(folder, onPrompts(regex));
	const samples = eventsOf(whole.events, "samples");
	expect(samples).toHaveLength(2);
	for (const { meanDemoLength, rewards } of samples) {
		expect(meanDemoLength).toBeNull();
		expect(rewards.total).toBeGreaterThan(0);
	}
	const kept = await readRound(whole.out, 1);
	expect(
		new Set(kept.samples.map(({ demonstration }) => demonstration)),
	).toEqual(new Set([null]));
	expect(
		kept.samples.every(({ prompt }) => /^\d+ red green\?$/.test(prompt)),
	).toBe(true);
	expect(stepsOf(whole.events).some(({ gradNorm }) => gradNorm > 0)).toBe(true);
	for (const { nll, klTask } of eventsOf(whole.events, "evaluation"))
		expect([nll, klTask]).toEqual([null, null]);
	const halted = await runRecipe(folder, onPrompts(regex), 1);
	expect(halted.adapter).toBe(whole.adapter);
});

test("a reward that compares with an answer is refused before the first step", {
	timeout,
}, async () => {
	await expect(runRecipe(folder, onPrompts({ kind: "exact" }))).rejects.toThrow(
		/prompts\.jsonl:\d+, reward exact, answer: expected a demonstration's answer to compare with, found none/,
	);
	const { events } = await runRecipe(
		folder,
		onPrompts({ kind: "exact", column: "wanted" }),
	);
	expect(stepsOf(events)).toHaveLength(2);
});

test("objectives that learn from answers refuse a prompt alone", {
	timeout,
}, async () => {
	const { data } = onPrompts(regex);
	const rft = { ...shortRecipe(folder, "rft", "lora"), data };
	await expect(runRecipe(folder, rft)).rejects.toThrow(
		/prompts\.jsonl:1: expected rows that show an answer, found only the columns prompt, wanted/,
	);
});
