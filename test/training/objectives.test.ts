import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ObjectiveKind } from "../../src/objectives/all.ts";
import { objectives } from "../../src/objectives/all.ts";
import type { JudgedSample } from "../../src/runs/round-folder.ts";
import { objectiveOf } from "../../src/train/objective-of.ts";
import { prepare } from "../../src/train/prepare.ts";
import {
	type Changes,
	eventsOf,
	type FinishedRun,
	runRecipe,
	stepsOf,
} from "./run-recipe.ts";
import { writePreferenceRows } from "./tiny-rows.ts";
import { tinyFolder } from "./tiny-training.ts";

const timeout = 300_000;
let folder: string;
beforeAll(async () => {
	folder = await tinyFolder();
	writePreferenceRows(folder);
	process.env.XDG_CACHE_HOME = join(folder, "cache");
}, timeout);
afterAll(() => rmSync(folder, { recursive: true }), timeout);

const sampling = { maxNewTokens: 6, batch: 16 };

/** What a kind needs beside its usual options. */
const options: Partial<Record<ObjectiveKind, Changes>> = {
	psft: { roundSteps: 2 },
	irft: { rounds: 2, perPrompt: 2, mixPrevious: true, sampling },
	grpo: {
		reward: { kind: "regex", pattern: "e" },
		perPrompt: 4,
		roundSteps: 2,
		baseline: "centred",
		sampling,
	},
	rft: {
		rounds: 2,
		perPrompt: 2,
		rewardModel: { steps: 2 },
		lengthNeutral: false,
		baseline: "centred",
		sampling,
	},
};

const kinds = Object.keys(objectives) as ObjectiveKind[];

/** Two steps of six rows. */
function recipeOf(kind: ObjectiveKind, tune: "lora" | "full"): Changes {
	const objective = { kind, ...options[kind] };
	const { needs } = objectiveOf(
		// Defaults are filled in by the recipe; needs do not hang on them but for grpo's leash.
		{ beta: 0.04, ...objective } as never,
	);
	const rows = needs.labels
		? "labels"
		: needs.pairs && !needs.samples
			? "pairs"
			: "rows";
	return {
		objective,
		tune: { kind: tune },
		optimizer: { learningRate: tune === "lora" ? 0.01 : 1e-3 },
		schedule: { warmup: 0 },
		length: { kind: "steps", count: 2 },
		data: {
			train: join(folder, `${rows}.jsonl`),
			heldOut: { kind: "none" },
			general: null,
		},
	};
}

const samplesIn = (out: string, round: number): JudgedSample[] =>
	readFileSync(join(out, `rounds/round-${round}/samples.jsonl`), "utf8")
		.trim()
		.split("\n")
		.map((line) => JSON.parse(line) as JudgedSample);

const mean = (values: readonly number[]) =>
	values.reduce((sum, value) => sum + value, 0) / values.length;

const known = new Map<string, Promise<FinishedRun>>();

/** Each run is made once. */
function ran(kind: ObjectiveKind, tune: "lora" | "full"): Promise<FinishedRun> {
	const key = `${kind} ${tune}`;
	const run = known.get(key) ?? runRecipe(folder, recipeOf(kind, tune));
	known.set(key, run);
	return run;
}

describe.each(["lora", "full"] as const)("tune %s", (tune) => {
	const able = kinds.filter(
		(kind) => kind !== "reward-model" || tune === "lora",
	);

	test.each(able)("%s takes two finite steps", { timeout }, async (kind) => {
		const { events, out } = await ran(kind, tune);
		const steps = stepsOf(events);
		expect(steps.map(({ step }) => step)).toEqual([1, 2]);
		for (const { loss, gradNorm, nll, tokens, supervisedTokens } of steps) {
			expect(loss).toSatisfy(Number.isFinite);
			expect(gradNorm).toSatisfy(Number.isFinite);
			expect(nll === null || nll > 0).toBe(true);
			expect(supervisedTokens).toBeGreaterThan(0);
			expect(tokens).toBeGreaterThan(supervisedTokens);
		}
		const end = eventsOf(events, "end");
		expect(end).toMatchObject([{ reason: "finished", step: 2 }]);
		readFileSync(join(out, String(end[0]?.result), outcomeOf(tune)));
		const units = eventsOf(events, "units");
		expect(units.length).toBe(
			kind === "sft" || kind === "reward-model" ? 0 : 1,
		);
		for (const { ratio, gradNorm, sftGradNorm } of units) {
			expect(gradNorm).toBe(steps[0]?.gradNorm);
			expect(ratio).toBeCloseTo(gradNorm / sftGradNorm, 12);
		}
	});
});

function outcomeOf(tune: "lora" | "full"): string {
	if (tune === "full") return "model.safetensors";
	return "adapter_config.json";
}

const atReference = ["dpo", "minor-dpo"] as const;

describe.each(["lora", "full"] as const)("the first step, tune %s", (tune) => {
	test.each(atReference)("%s: ln 2, and no side ahead", async (kind) => {
		const [first, second] = stepsOf((await ran(kind, tune)).events);
		expect(first?.loss).toBeCloseTo(Math.LN2, 5);
		expect(first?.pairs?.margin).toBeCloseTo(0, 5);
		expect(first?.pairs?.chosenDelta).toBeCloseTo(0, 5);
		expect(first?.pairs?.accuracy).toBe(0.5);
		expect(first?.monitors?.mTheta).toBeCloseTo(0, 5);
		expect(second?.loss).not.toBeCloseTo(Math.LN2, 5);
	});

	test("irft: ln 2 at the start of every round", async () => {
		const steps = stepsOf((await ran("irft", tune)).events);
		expect(steps.length).toBe(2);
		for (const { loss, pairs } of steps) {
			expect(loss).toBeCloseTo(Math.LN2, 5);
			expect(pairs?.margin).toBeCloseTo(0, 5);
			expect(pairs?.accuracy).toBe(0.5);
		}
	});

	test("ipo: (1 / 2 beta) squared; hinge: 1", async () => {
		const [ipo] = stepsOf((await ran("ipo", tune)).events);
		expect(ipo?.loss).toBeCloseTo((1 / 0.2) ** 2, 3);
		const [hinge] = stepsOf((await ran("hinge", tune)).events);
		expect(hinge?.loss).toBeCloseTo(1, 4);
	});

	test("kto: half of each answer", async () => {
		const [kto] = stepsOf((await ran("kto", tune)).events);
		expect(kto?.loss).toBeCloseTo(0.5, 5);
		expect(kto?.own.reward).toBeCloseTo(0, 5);
		expect(kto?.pairs).toBeNull();
	});

	test("psft: -1, nothing clipped, SFT's gradient", async () => {
		const { events } = await ran("psft", tune);
		const [psft] = stepsOf(events);
		expect(psft?.loss).toBeCloseTo(-1, 5);
		expect(psft?.own.clipped).toBe(0);
		expect(eventsOf(events, "units")[0]?.ratio).toBeCloseTo(1, 4);
	});

	test("asft: DFT's gradient, for the anchor has none at the start", async () => {
		const [asft] = stepsOf((await ran("asft", tune)).events);
		const [dft] = stepsOf((await ran("dft", tune)).events);
		expect(asft?.gradNorm).toBeCloseTo(dft?.gradNorm as number, 4);
	});

	test("grpo: the ratio is 1, the leash slack", async () => {
		const [first] = stepsOf((await ran("grpo", tune)).events);
		expect(first?.own).toMatchObject({ clipped: 0 });
		expect(first?.own.kl).toBeCloseTo(0, 7);
		expect(first?.monitors?.deltaPerToken).toBeCloseTo(0, 5);
	});
});

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
		const run = await ran("irft", "lora");
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
		const run = await ran("grpo", "lora");
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
		const run = await ran("rft", "lora");
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
			const changes = recipeOf(kind, "lora");
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

test("the usual precision gives the same first step", { timeout }, async () => {
	for (const kind of ["dpo", "irft", "grpo"] as const) {
		const { events } = await runRecipe(folder, {
			...recipeOf(kind, "lora"),
			precision: "mixed",
			batch: { rows: 6, tokens: 1024 },
		});
		const [first] = stepsOf(events);
		if (kind === "grpo") {
			expect(first?.own.clipped).toBe(0);
			expect(first?.own.kl).toBeCloseTo(0, 6);
			continue;
		}
		expect(first?.loss).toBeCloseTo(Math.LN2, 5);
		expect(first?.pairs?.accuracy).toBe(0.5);
	}
});
