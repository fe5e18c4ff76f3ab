import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { alone, type Example } from "../../src/data/example.ts";
import { computable } from "../../src/models/model.ts";
import { Policy } from "../../src/policy/policy.ts";
import { Scorer } from "../../src/policy/scorer.ts";
import { parseRecipe } from "../../src/recipes/parse/parse-recipe.ts";
import type { Json } from "../../src/runs/events.ts";
import { RunFolder } from "../../src/runs/folder/run-folder.ts";
import { prepare } from "../../src/train/prepare/prepare.ts";
import { inputsOf } from "../../src/train/prepare/run-inputs.ts";
import { startingPolicy } from "../../src/train/prepare/starting-policy.ts";
import { openReference } from "../../src/train/reference/reference-model.ts";
import { runRecipe as runWhole } from "../../src/train/run/run-recipe.ts";
import { tinySizes, writeRandomLlama } from "../fixtures/random-llama.ts";
import { eventsOf, follow, runRecipe, stepsOf } from "./run-recipe.ts";
import { shortRecipe } from "./short-recipe.ts";
import { tinyFolder } from "./tiny-folder.ts";
import { tinyRecipe } from "./tiny-recipe.ts";

const timeout = 300_000;
const folder = tinyFolder({ preferences: true });
let other: string;
beforeAll(async () => {
	// Of another size and with other weights, but of the same tokenizer.
	other = join(folder, "other");
	mkdirSync(other);
	await writeRandomLlama(other, { ...tinySizes, layers: 1, hidden: 8 }, 11);
}, timeout);

/** A step of all rows at once. */
const whole = {
	batch: { rows: 24, tokens: 256 },
	length: { kind: "steps", count: 1 },
};

/** Delta of every answer, by hand: the base model less a reference, each scored row by row. */
async function deltas(
	changes: Readonly<Record<string, unknown>>,
	reference: string,
	adapter: string | null = null,
): Promise<{ row: Example; delta: number }[]> {
	const prepared = await prepare(tinyRecipe(folder, changes));
	const score = async (model: string, from: string | null) => {
		const other = await prepare(
			tinyRecipe(folder, { ...changes, model, tune: { kind: "lora", from } }),
		);
		const scorer = await Scorer.create(
			computable(other.model),
			other.graph,
			{ device: "cpu", threads: 1 },
			96,
			false,
		);
		const policy =
			from === null
				? await Policy.base(scorer.trainables, other.model, other.tuning)
				: await startingPolicy(other, scorer.trainables);
		const sums: number[] = [];
		for (const row of prepared.train.flat()) {
			const { rows } = await scorer.score(alone([row]), policy);
			sums.push([...(rows[0]?.logProb ?? [])].reduce((sum, x) => sum + x, 0));
		}
		await scorer.dispose();
		return sums;
	};
	const own = await score(join(folder, "model"), null);
	const before = await score(reference, adapter);
	return prepared.train.flat().map((row, i) => ({
		row,
		delta: (own[i] as number) - (before[i] as number),
	}));
}

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
const mean = (values: readonly number[]) =>
	values.reduce((sum, x) => sum + x, 0) / values.length;

/** The first loss of DPO at this beta, from Delta of chosen, rejected, chosen, ... */
function dpoLoss(of: readonly { delta: number }[], beta: number): number {
	const pairs = of.flatMap((chosen, i) =>
		i % 2 === 0 ? [chosen.delta - (of[i + 1]?.delta as number)] : [],
	);
	return mean(pairs.map((h) => -Math.log(sigmoid(beta * h))));
}

test("dpo compares with a model of another size: its first loss is that of the log-ratios to it", {
	timeout,
}, async () => {
	const { data } = shortRecipe(folder, "dpo", "lora");
	const objective = { kind: "dpo", reference: other };
	const { events } = await runRecipe(folder, { ...whole, data, objective });
	const expected = dpoLoss(
		await deltas({ data, objective: "dpo" }, other),
		0.1,
	);
	expect(Math.abs(expected - Math.LN2)).toBeGreaterThan(1e-3);
	expect(stepsOf(events)[0]?.loss).toBeCloseTo(expected, 5);
	expect(
		eventsOf(events, "note")
			.map(({ text }) => text)
			.join(),
	).toMatch(/compared with .*other \(objective\.reference\).*not checked/);
});

test("minor-sft throttles by the log-ratio to its own reference", {
	timeout,
}, async () => {
	const objective = { kind: "minor-sft", beta: 0.1, reference: other };
	const { events } = await runRecipe(folder, { ...whole, objective });
	const of = await deltas({}, other);
	const weights = of.map(({ delta }) => 2 * sigmoid(-0.1 * delta));
	const [step] = stepsOf(events);
	expect(step?.monitors?.a?.mean).toBeCloseTo(mean(weights), 5);
	expect(step?.monitors?.a?.min).toBeCloseTo(Math.min(...weights), 5);
	const perToken = of.map(
		({ row, delta }) => delta / row.mask.filter((x) => x > 0).length,
	);
	expect(step?.monitors?.mTheta).toBeCloseTo(mean(perToken), 5);
});

test("a run serves as a reference, adapter and all", { timeout }, async () => {
	const tuned = await runWhole(
		parseRecipe({
			model: join(folder, "model"),
			data: { train: join(folder, "rows.jsonl"), heldOut: { kind: "none" } },
			optimizer: { learningRate: 0.05 },
			length: { kind: "steps", count: 3 },
			...{ evaluate: "never", out: join(folder, "tuned") },
		}),
	);
	expect(tuned.path).toBe(join(folder, "tuned"));
	const { data } = shortRecipe(folder, "dpo", "lora");
	const objective = { kind: "dpo", beta: 1, reference: tuned.path };
	const { recipe, events } = await runRecipe(folder, {
		...{ ...whole, data, objective },
	});
	const adapter = join(tuned.path, "adapter");
	expect(inputsOf(recipe)).toEqual(
		expect.arrayContaining([join(folder, "model"), adapter]),
	);
	const of = await deltas(
		{ data, objective: "dpo" },
		join(folder, "model"),
		adapter,
	);
	expect(stepsOf(events)[0]?.loss).toBeCloseTo(dpoLoss(of, 1), 4);
});

test("the policy's own model, named as its reference, changes nothing", {
	timeout,
}, async () => {
	const short = shortRecipe(folder, "kto", "lora");
	const usual = await runRecipe(folder, short);
	const named = await runRecipe(folder, {
		...short,
		objective: { kind: "kto", reference: join(folder, "model") },
	});
	expect(named.adapter).toBe(usual.adapter);
});

test.each([
	"iw-sft",
	"ipo",
	"hinge",
	"minor-dpo",
	"kto",
	"grpo",
	"rft",
] as const)(
	"%s trains against a reference of its own, and otherwise than without",
	{ timeout },
	async (kind) => {
		const short = shortRecipe(folder, kind, "lora");
		const objective = { ...(short.objective as object), reference: other };
		const own = await runRecipe(folder, { ...short, objective });
		const usual = await runRecipe(folder, short);
		const losses = stepsOf(own.events).map(({ loss }) => loss);
		expect(losses.every(Number.isFinite)).toBe(true);
		expect(own.adapter).not.toBe(usual.adapter);
	},
);

test("scores of two references are kept apart in the cache, and inputs have both hashes", {
	timeout,
}, async () => {
	const third = join(folder, "third");
	mkdirSync(third);
	await writeRandomLlama(third, tinySizes, 12);
	const losses: number[] = [];
	for (const [i, reference] of [other, third, other].entries()) {
		const out = join(folder, `cached-${i}`);
		const { data } = shortRecipe(folder, "dpo", "lora");
		const objective = { kind: "dpo", beta: 1, reference };
		const recipe = tinyRecipe(folder, { ...whole, data, objective, out });
		const inputs = inputsOf(recipe).map((path) => ({
			...{ path, bytes: 1, sha256: `hash of ${path}` },
		}));
		const run = await RunFolder.create(
			out,
			{ recipe: recipe as unknown as Json, seed: 0, inputs, sessions: [] },
			"",
		);
		const [step] = stepsOf(await follow(run, recipe));
		losses.push(step?.loss as number);
	}
	expect(losses[0]).not.toBeCloseTo(losses[1] as number, 3);
	expect(losses[2]).toBe(losses[0]);
});

describe("what is no reference is refused in a sentence", () => {
	const recipe = (objective: object) => tinyRecipe(folder, { objective });

	test.each(["sft", "asft", "psft", "irft", "orpo", "simpo"])(
		"%s has no reference of its own",
		(kind) => {
			expect(() => recipe({ kind, reference: other })).toThrow(
				new RegExp(`found objective\\.reference\\. .*kinds.*dpo.*${kind}`),
			);
		},
	);

	test("grpo with beta 0 reads none", () => {
		const reward = { kind: "regex", pattern: "e" };
		expect(() =>
			recipe({ kind: "grpo", beta: 0, reward, reference: other }),
		).toThrow(/objective\.reference: expected objective\.beta above 0/);
	});

	test("a folder that is neither model nor run, and an unfinished run", () => {
		const empty = join(folder, "empty");
		mkdirSync(empty);
		expect(() => recipe({ kind: "dpo", reference: empty })).toThrow(
			/objective\.reference: expected a model folder.*without config\.json/,
		);
		writeFileSync(join(empty, "manifest.json"), "{}");
		expect(() => recipe({ kind: "dpo", reference: empty })).toThrow(
			/objective\.reference: expected a finished run/,
		);
		expect(() => recipe({ kind: "kto", reference: "no-such-model" })).toThrow(
			/objective\.reference: expected .*no-such-model/,
		);
	});

	test("another tokenizer, whatever the folder is called", async () => {
		const alien = join(folder, "alien");
		mkdirSync(alien);
		await writeRandomLlama(alien, tinySizes, 3);
		const path = join(alien, "tokenizer.json");
		const json = JSON.parse(readFileSync(path, "utf8"));
		const { vocab } = json.model;
		const [one, two] = Object.keys(vocab).filter((t) => /^[a-z]{2}$/.test(t));
		const id = vocab[one as string];
		vocab[one as string] = vocab[two as string];
		vocab[two as string] = id;
		writeFileSync(path, JSON.stringify(json));
		await expect(
			prepare(recipe({ kind: "minor-sft", reference: alien })),
		).rejects.toThrow(
			/objective\.reference, .*alien: expected the tokenizer of .*model.*same token ids, found id \d+ is ".." in the reference and ".." in the model/,
		);
		// The same files under another name are the same tokenizer.
		copyFileSync(join(folder, "model", "tokenizer.json"), path);
		const { tokenizer, engine } = await prepare(recipe({ kind: "minor-sft" }));
		const trained = { folder: join(folder, "model"), tokenizer };
		await openReference({ model: alien, adapter: null }, trained, engine);
	});

	test("a reference that reads fewer tokens than the rows have", async () => {
		const short = join(folder, "short");
		mkdirSync(short);
		await writeRandomLlama(short, { ...tinySizes, positions: 16 }, 3);
		await expect(
			prepare(recipe({ kind: "minor-sft", reference: short })),
		).rejects.toThrow(/short: expected rows of at most 16 tokens/);
	});
});
