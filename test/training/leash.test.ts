import { join, resolve } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { ObjectiveKind } from "../../src/objectives/all.ts";
import type { EvaluationEvent, LeashEvent } from "../../src/runs/events.ts";
import { writeChatRows } from "../fixtures/random-llama.ts";
import {
	type Changes,
	eventsOf,
	type FinishedRun,
	runRecipe,
	stepsOf,
} from "./run-recipe.ts";
import { shortRecipe } from "./short-recipe.ts";
import { tinyFolder } from "./tiny-folder.ts";

const folder = tinyFolder({ preferences: true });
beforeAll(async () => {
	writeChatRows(join(folder, "general.jsonl"), 16, (i) => 3 + ((7 * i) % 9));
});

/** A run that moves far where nothing holds it. */
function leashed(
	kind: ObjectiveKind,
	leash: Changes | null,
	tune: "lora" | "full" = "lora",
): Changes {
	const short = shortRecipe(folder, kind, tune);
	return {
		...short,
		data: { ...(short.data as object), general: join(folder, "general.jsonl") },
		optimizer: { learningRate: tune === "lora" ? 0.03 : 3e-3 },
		length: { kind: "steps", count: 24 },
		evaluate: "end",
		leash,
	};
}

const last = <T>(values: readonly T[]) => values.at(-1) as T;

function endOf({ events }: FinishedRun) {
	const evaluation: EvaluationEvent = last(eventsOf(events, "evaluation"));
	const leash: LeashEvent = last(eventsOf(events, "leash"));
	return { leash, steps: stepsOf(events).length, kl: evaluation.klGeneral };
}

const bound = 0.02;

const held: readonly [ObjectiveKind, Changes, "lora" | "full"][] = [
	["sft", {}, "lora"],
	["sft", {}, "full"],
	["minor-sft", { how: "steer" }, "lora"],
	["minor-sft", { how: "steer" }, "full"],
	["minor-sft", {}, "lora"],
	["asft", { how: "steer" }, "lora"],
	["asft", { how: "steer" }, "full"],
	["asft", {}, "full"],
	["talr", {}, "lora"],
	["psft", {}, "lora"],
	["dpo", {}, "lora"],
	["dpo", { how: "stop" }, "lora"],
	["kto", {}, "lora"],
	["irft", {}, "lora"],
	["grpo", {}, "lora"],
];

test.each(held)("%s %j by %s ends inside", async (kind, how, tune) => {
	const leash = { kl: bound, every: 3, ...how };
	const end = endOf(await runRecipe(folder, leashed(kind, leash, tune)));
	expect(end.leash.outcome?.held).toBe(true);
	expect(end.leash.value.value).toBeLessThanOrEqual(bound);
	expect(end.kl?.value).toBeCloseTo(end.leash.value.value, 6);
});

test("without its leash the same run goes far beyond", async () => {
	const run = await runRecipe(folder, leashed("sft", null));
	const { klGeneral } = last(eventsOf(run.events, "evaluation"));
	expect(klGeneral?.value).toBeGreaterThan(5 * bound);
});

test("the rise of the NLL can be bounded in its place", async () => {
	const leash = { retention: 0.05, every: 3 };
	const end = endOf(await runRecipe(folder, leashed("sft", leash)));
	expect(end.leash).toMatchObject({ measure: "retention", bound: 0.05 });
	expect(end.leash.outcome?.held).toBe(true);
	expect(end.leash.value.value).toBeLessThanOrEqual(0.05);
});

describe.each([
	["sft", { kl: bound, every: 3 }],
	["minor-sft", { kl: bound, every: 3, how: "steer" }],
	["asft", { kl: bound, every: 2, how: "steer" }],
] as const)("%s", (kind, leash) => {
	test("the same seed gives the same bytes, stopped on the way or not", async () => {
		const changes = leashed(kind, leash);
		const once = await runRecipe(folder, changes);
		const again = await runRecipe(folder, changes);
		const stopped = await runRecipe(folder, changes, 7);
		for (const other of [again, stopped]) {
			expect(other.adapter).toBe(once.adapter);
			expect(stepsOf(other.events)).toEqual(stepsOf(once.events));
			expect(eventsOf(other.events, "leash")).toEqual(
				eventsOf(once.events, "leash"),
			);
		}
	});
});

test("two threads give the same bytes every time", async () => {
	const changes = {
		...leashed("sft", { kl: bound, every: 3 }),
		device: { kind: "cpu", threads: 2 },
	};
	const [a, b] = [
		await runRecipe(folder, changes),
		await runRecipe(folder, changes),
	];
	expect(a.adapter).toBe(b.adapter);
	expect(a.adapter).not.toBe("");
});

test("what cannot be steered stops where the bound breaks, draws back, and is finished", async () => {
	const leash = { kl: bound, every: 2, how: "stop" };
	const run = await runRecipe(folder, leashed("sft", leash));
	const { leash: end, steps, kl } = endOf(run);
	expect(steps).toBeLessThan(24);
	expect(end).toMatchObject({ step: steps, strength: null });
	expect(end.outcome).toMatchObject({ held: true, stopped: true });
	expect(end.outcome?.drawnBack).toBeLessThan(1);
	expect(end.value.value).toBeGreaterThan(0.9 * bound);
	expect(kl?.value).toBeLessThanOrEqual(bound);
	expect(last(run.events)).toMatchObject({
		kind: "end",
		step: steps,
		reason: "finished",
		result: "adapter",
	});
});

test("a run that is stopped at its very end is not taken further", async () => {
	const leash = { kl: bound, every: 2, how: "stop" };
	const changes = { ...leashed("sft", leash), save: { every: 1 } };
	const once = await runRecipe(folder, changes);
	const { steps } = endOf(once);
	const stopped = await runRecipe(folder, changes, steps);
	expect(stopped.adapter).toBe(once.adapter);
	expect(endOf(stopped).steps).toBe(steps);
});

test("half of the general rows are held, and the others measure", async () => {
	const run = await runRecipe(folder, leashed("sft", { kl: bound, every: 3 }));
	const heldKl = stepsOf(run.events).map(({ own }) => own.heldKl as number);
	expect(heldKl).toHaveLength(24);
	expect(Math.abs(heldKl[0] as number)).toBeLessThan(1e-5);
	expect(last(heldKl)).toBeGreaterThan(1e-4);
});

describe("the model that ships", () => {
	const model = resolve("models/toy");
	const recipe = (kl: number, seed: number, objective: string): Changes => ({
		model,
		seed,
		objective,
		data: {
			train: resolve("examples/rows.jsonl"),
			heldOut: { kind: "count", rows: 4 },
			general: resolve("probes/general.jsonl"),
		},
		optimizer: { learningRate: 2e-3 },
		batch: { rows: 4, tokens: 512 },
		length: { kind: "steps", count: 60 },
		evaluate: "end",
		leash: { kl },
	});

	test.each(
		[0.03, 0.1, 0.3].flatMap((kl) => [1, 2].map((seed) => [kl, seed] as const)),
	)("ends inside %f with seed %i, having learnt", async (kl, seed) => {
		const run = await runRecipe(folder, recipe(kl, seed, "sft"));
		const [first, end] = eventsOf(run.events, "evaluation") as [
			EvaluationEvent,
			EvaluationEvent,
		];
		expect(end.klGeneral?.value).toBeLessThanOrEqual(kl);
		expect(end.klGeneral?.value).toBeGreaterThan(0.3 * kl);
		const gain = (first.nll?.value ?? 0) - (end.nll?.value ?? 0);
		expect(gain).toBeGreaterThan(1);
	});

	test("a brake ends inside too", async () => {
		const run = recipe(0.1, 1, "minor-sft");
		const steered = { ...run, leash: { kl: 0.1, how: "steer" } };
		const { kl } = endOf(await runRecipe(folder, steered));
		expect(kl?.value).toBeLessThanOrEqual(0.1);
		expect(kl?.value).toBeGreaterThan(0.07);
	});
});
