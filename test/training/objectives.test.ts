import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { ObjectiveKind } from "../../src/objectives/all.ts";
import { objectives } from "../../src/objectives/all.ts";
import {
	eventsOf,
	type FinishedRun,
	runRecipe,
	stepsOf,
} from "./run-recipe.ts";
import { shortRecipe } from "./short-recipe.ts";
import { tinyFolder } from "./tiny-folder.ts";

const timeout = 300_000;
const folder = tinyFolder({ preferences: true });

const kinds = Object.keys(objectives) as ObjectiveKind[];

const known = new Map<string, Promise<FinishedRun>>();

/** Each run is made once. */
function ran(kind: ObjectiveKind, tune: "lora" | "full"): Promise<FinishedRun> {
	const key = `${kind} ${tune}`;
	const run =
		known.get(key) ?? runRecipe(folder, shortRecipe(folder, kind, tune));
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

test("kto: held-out verdicts, at half before training and followed after", {
	timeout,
}, async () => {
	const recipe = shortRecipe(folder, "kto", "lora");
	const labels = join(folder, "labels.jsonl");
	const { events } = await runRecipe(folder, {
		...recipe,
		optimizer: { learningRate: 0.05 },
		length: { kind: "steps", count: 12 },
		// What is learnt is asked: whether the measure goes the way of the verdicts, not whether they generalise.
		data: {
			train: labels,
			heldOut: { kind: "file", path: labels },
			general: null,
		},
		evaluate: "end",
	});
	const [before, after] = eventsOf(events, "evaluation").map(
		({ pairs }) => pairs,
	);
	expect(before?.accuracy.value).toBe(0.5);
	expect(before?.margin.value).toBe(0);
	expect(after?.accuracy.value).toBeGreaterThan(0.6);
	expect(after?.margin.low).toBeGreaterThan(0);
});

test("the usual precision gives the same first step", { timeout }, async () => {
	for (const kind of ["dpo", "irft", "grpo"] as const) {
		const { events } = await runRecipe(folder, {
			...shortRecipe(folder, kind, "lora"),
			precision: "int8",
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

test("training in int4 lowers the held-out loss, and the run keeps what it changes", {
	timeout,
}, async () => {
	const recipe = shortRecipe(folder, "sft", "lora");
	const { events } = await runRecipe(folder, {
		...recipe,
		precision: "int4",
		optimizer: { learningRate: 0.02 },
		length: { kind: "steps", count: 12 },
		data: { ...(recipe.data as object), heldOut: { kind: "count", rows: 8 } },
		evaluate: "end",
	});
	const [start] = eventsOf(events, "start");
	expect(start?.rounding?.precision).toBe("int4");
	expect(start?.rounding?.kl).toBeGreaterThan(1e-5);
	const [before, after] = eventsOf(events, "evaluation").map(
		({ nll }) => nll?.value ?? Number.NaN,
	);
	expect(after).toBeLessThan((before as number) - 0.1);
});
