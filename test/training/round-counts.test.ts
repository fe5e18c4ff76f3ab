import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { ObjectiveKind } from "../../src/objectives/all.ts";
import type { JudgedSample } from "../../src/runs/folder/round-folder.ts";
import { prepare } from "../../src/train/prepare/prepare.ts";
import {
	eventsOf,
	type FinishedRun,
	runRecipe,
	stepsOf,
} from "./run-recipe.ts";
import { sampling, shortRecipe } from "./short-recipe.ts";
import { tinyFolder } from "./tiny-folder.ts";

const timeout = 300_000;
const folder = tinyFolder();

const samplesIn = (out: string, round: number): JudgedSample[] =>
	readFileSync(join(out, `rounds/round-${round}/samples.jsonl`), "utf8")
		.trim()
		.split("\n")
		.map((line) => JSON.parse(line) as JudgedSample);

const mean = (values: readonly number[]) =>
	values.reduce((sum, value) => sum + value, 0) / values.length;

const runShort = (kind: ObjectiveKind) =>
	runRecipe(folder, shortRecipe(folder, kind, "lora"));

describe("what rounds say of themselves, counted again from what they keep", () => {
	/** Tokens of each demonstration's answer, by row. */
	async function demoLengths(run: FinishedRun): Promise<Map<string, number>> {
		const { train } = await prepare(run.recipe);
		return new Map(
			train.flat().map(({ id, mask }) => [id, mask.filter(Boolean).length]),
		);
	}

	function expectSummary(
		run: FinishedRun,
		round: number,
		lengths: ReadonlyMap<string, number>,
	): JudgedSample[] {
		const samples = samplesIn(run.out, round);
		const event = eventsOf(run.events, "samples")[round - 1];
		const rows = [...new Set(samples.map(({ row }) => row))];
		expect(event?.round).toBe(round);
		expect(event?.samples).toBe(samples.length);
		expect(event?.meanLength).toBeCloseTo(
			mean(samples.map(({ ids }) => ids.length)),
			12,
		);
		expect(event?.meanDemoLength).toBeCloseTo(
			mean(rows.map((row) => lengths.get(row) as number)),
			12,
		);
		expect(event?.endRate).toBe(
			mean(samples.map(({ ended }) => Number(ended))),
		);
		for (const { ids, ended } of samples) {
			expect(ids.length).toBeLessThanOrEqual(sampling.maxNewTokens);
			if (!ended) expect(ids.length).toBe(sampling.maxNewTokens);
		}
		return samples;
	}

	test("irft: pairs of each round, and those of the one before", {
		timeout,
	}, async () => {
		const run = await runShort("irft");
		const lengths = await demoLengths(run);
		/** Supervised tokens of the pairs that the samples make. */
		const tokensOf = (samples: readonly JudgedSample[]) =>
			samples
				.filter(({ dropped }) => dropped === null)
				.map(({ row, ids, ended }) => {
					const demo = lengths.get(row) as number;
					return ended ? demo + ids.length : 2 * Math.min(demo - 1, ids.length);
				})
				.reduce((sum, tokens) => sum + tokens, 0);
		const first = expectSummary(run, 1, lengths);
		const second = expectSummary(run, 2, lengths);
		expect(first.length).toBe(12);
		const steps = stepsOf(run.events);
		expect(steps[0]?.supervisedTokens).toBe(tokensOf(first));
		expect(steps[1]?.supervisedTokens).toBe(tokensOf(first) + tokensOf(second));
		const [one, two] = eventsOf(run.events, "samples");
		expect(one?.klToStart).toBeCloseTo(0, 6);
		expect(two?.klToStart).not.toBeCloseTo(0, 6);
		const counts = new Map<string, number>();
		for (const { dropped } of first)
			if (dropped) counts.set(dropped, (counts.get(dropped) ?? 0) + 1);
		expect(one?.dropped).toEqual(Object.fromEntries(counts));
		expect(one?.rewards).toEqual({});
		expect(one?.equalGroups).toBeNull();
	});

	test("grpo: rewards, groups without a difference, the first loss", {
		timeout,
	}, async () => {
		const run = await runShort("grpo");
		const samples = expectSummary(run, 1, await demoLengths(run));
		expect(samples.length).toBe(48);
		const [event] = eventsOf(run.events, "samples");
		const totals = samples.map(({ rewards }) => rewards.total as number);
		for (const { text, rewards } of samples)
			expect(rewards).toEqual({
				regex: Number(text.includes("e")),
				total: Number(text.includes("e")),
			});
		expect(event?.rewards).toEqual({
			regex: mean(totals),
			total: mean(totals),
		});
		const groups = Array.from({ length: 12 }, (_, g) =>
			samples.slice(4 * g, 4 * g + 4),
		);
		const centred = groups.map((group) => {
			const all = group.map(({ rewards }) => rewards.total as number);
			return all.map((reward) => reward - mean(all));
		});
		const equal = centred.filter((all) => all.every((a) => a === 0)).length;
		expect(equal).toBeLessThan(12);
		expect(event?.equalGroups).toBe(equal / 12);
		// A round of two steps: the first takes the first half of its groups.
		const of = groups.slice(0, 6).flat();
		const tokens = of.reduce((sum, { ids }) => sum + ids.length, 0);
		const gain = of.reduce(
			(sum, { ids }, i) =>
				sum + ids.length * (centred.slice(0, 6).flat()[i] as number),
			0,
		);
		const [first] = stepsOf(run.events);
		expect(first?.supervisedTokens).toBe(tokens);
		expect(first?.loss).toBeCloseTo(-gain / tokens, 6);
	});

	test("rft: each round rewards its own samples", { timeout }, async () => {
		const run = await runShort("rft");
		const lengths = await demoLengths(run);
		const events = eventsOf(run.events, "samples");
		for (const round of [1, 2]) {
			const samples = expectSummary(run, round, lengths);
			expect(samples.length).toBe(12);
			const totals = samples.map(({ rewards }) => rewards.total as number);
			expect(new Set(totals).size).toBeGreaterThan(1);
			expect(events[round - 1]?.rewards.total).toBeCloseTo(mean(totals), 6);
		}
		readFileSync(join(run.out, "reward-model", "adapter_config.json"));
	});

	test("held-out prompts are answered too, and judged at the end", {
		timeout,
	}, async () => {
		const heldOut = { kind: "count", rows: 4 };
		const of = (kind: ObjectiveKind) => {
			const changes = shortRecipe(folder, kind, "lora");
			const data = { ...(changes.data as object), heldOut };
			return runRecipe(folder, { ...changes, data, seed: 5 });
		};
		const irft = eventsOf((await of("irft")).events, "round");
		expect(irft.map(({ round, step }) => [round, step])).toEqual([
			[1, 1],
			[2, 2],
		]);
		for (const { heldOutAccuracy, rewardAccuracy } of irft) {
			expect(heldOutAccuracy?.value).toBeGreaterThanOrEqual(0);
			expect(rewardAccuracy).toBeNull();
		}
		const rft = await of("rft");
		const accuracies = eventsOf(rft.events, "round");
		expect(accuracies.length).toBe(2);
		for (const { heldOutAccuracy, rewardAccuracy } of accuracies) {
			expect(heldOutAccuracy).toBeNull();
			expect(rewardAccuracy?.value).toBeGreaterThanOrEqual(0);
		}
		for (const round of [1, 2])
			readFileSync(
				join(rft.out, `rounds/round-${round}/held-out/samples.jsonl`),
			);
	});
});
