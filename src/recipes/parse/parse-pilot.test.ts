import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { parsePilot, readPilot } from "./parse-pilot.ts";

const least = { model: "m", data: { train: "rows.jsonl" }, tasks: ["t.yaml"] };
const arms = ["sft", "minor-sft"];

test("what is left out has defaults, the same for every arm", () => {
	const pilot = parsePilot({ ...least, arms }, { folder: "/home/me" });
	expect(pilot).toMatchObject({
		title: "m on rows.jsonl",
		tasks: ["/home/me/t.yaml"],
		seeds: [0, 1, 2],
		tuningShare: 0.3,
		halving: { arms: false },
		budget: null,
		out: resolve("runs/pilot"),
	});
	expect(pilot.arms.map(({ name, options }) => [name, options])).toEqual([
		["sft", "sft"],
		["minor-sft", "minor-sft"],
	]);
	for (const { rates, recipe } of pilot.arms) {
		expect(rates).toEqual([6e-5, 2e-4, 6e-4]);
		expect(recipe.data.train[0]?.path).toBe("/home/me/rows.jsonl");
	}
});

test("an arm lays its keys over what all share; vary makes one for each combination", () => {
	const pilot = parsePilot({
		...least,
		base: { tune: { rank: 4 }, optimizer: { learningRate: 1e-3 } },
		learningRates: { factors: [0.5, 2] },
		arms: [
			{
				name: "minor",
				objective: "minor-sft",
				vary: { "objective.beta": [0.02, 0.1], "tune.rank": [4, 8] },
			},
			{ name: "own rates", learningRates: [3e-4] },
		],
	});
	expect(pilot.arms.map(({ name }) => name)).toEqual([
		"minor beta 0.02 rank 4",
		"minor beta 0.02 rank 8",
		"minor beta 0.1 rank 4",
		"minor beta 0.1 rank 8",
		"own rates",
	]);
	expect(pilot.arms[3]).toMatchObject({
		options: "minor-sft, beta 0.1, tune rank 8",
		rates: [5e-4, 2e-3],
		recipe: {
			objective: { kind: "minor-sft", beta: 0.1 },
			tune: { rank: 8 },
		},
	});
	expect(pilot.arms[4]?.rates).toEqual([3e-4]);
});

test("settings on the command line lie on top", () => {
	const overrides = ["seeds=5", "base.tune.rank=2", "halving=never"];
	const pilot = parsePilot(
		{ ...least, arms, base: { tune: { rank: 4 } } },
		{ overrides },
	);
	expect(pilot.seeds).toEqual([0, 1, 2, 3, 4]);
	expect(pilot.halving).toBe("never");
	expect(pilot.arms[1]?.recipe.tune).toMatchObject({ rank: 2 });
});

test("a budget in steps takes the place of one in minutes", () => {
	const under = { ...least, budget: { minutes: 4 } };
	const overrides = ["budget.steps=100"];
	expect(parsePilot(under, { overrides }).budget).toEqual({ steps: 100 });
});

test("arms may compare references of their own, also by vary; paths are relative to the file and names are short", () => {
	const folder = "/home/me";
	const { arms } = parsePilot(
		{
			...least,
			arms: [
				"minor-sft",
				{
					name: "conservative",
					objective: { kind: "minor-sft", reference: "./runs/careful" },
				},
				{
					name: "dpo",
					objective: "dpo",
					vary: { "objective.reference": ["./small", "../big/base", null] },
				},
				{
					name: "rows",
					vary: { "data.train": ["a.jsonl", "b.jsonl"] },
				},
			],
		},
		{ folder },
	);
	expect(arms.map(({ name, options }) => [name, options])).toEqual([
		["minor-sft", "minor-sft"],
		["conservative", "minor-sft, reference careful"],
		["dpo reference small", "dpo, reference small"],
		["dpo reference base", "dpo, reference base"],
		["dpo reference null", "dpo, reference null"],
		["rows train a.jsonl", "data train a.jsonl"],
		["rows train b.jsonl", "data train b.jsonl"],
	]);
	const references = arms.map(({ recipe }) =>
		"reference" in recipe.objective ? recipe.objective.reference : undefined,
	);
	expect(references.slice(0, 5)).toEqual([
		null,
		"/home/me/runs/careful",
		"/home/me/small",
		"/home/big/base",
		null,
	]);
	expect(arms[5]?.recipe.data.train[0]?.path).toBe("/home/me/a.jsonl");
});

test("betas of an arm are arms of one family, whatever they multiply", () => {
	const { arms } = parsePilot({
		...least,
		arms: [
			"sft",
			{ name: "minor", objective: "minor-sft", betas: [0.05, 0.2, 1] },
			{
				name: "pairs",
				objective: { kind: "dpo", sft: 0.2 },
				betas: [0.1, 1],
				learningRates: [1e-5],
			},
		],
	});
	const betaOf = ({ recipe }: (typeof arms)[number]) =>
		"beta" in recipe.objective ? recipe.objective.beta : undefined;
	expect(arms.map((arm) => [arm.name, arm.family, betaOf(arm)])).toEqual([
		["sft", null, undefined],
		["minor beta 0.05", "minor", 0.05],
		["minor beta 0.2", "minor", 0.2],
		["minor beta 1", "minor", 1],
		["pairs beta 0.1", "pairs", 0.1],
		["pairs beta 1", "pairs", 1],
	]);
	expect(arms[4]?.rates).toEqual([1e-5]);
	const pilotWith = (arm: object) => () =>
		parsePilot({ ...least, arms: [{ name: "a", ...arm }] });
	const wrong: readonly (readonly [object, RegExp])[] = [
		[{ objective: "sft", betas: [1, 2] }, /objective\.beta/],
		[{ objective: "dpo", betas: [1] }, /betas: expected a list of two/],
		[{ objective: "dpo", betas: 0.1 }, /betas: expected a list of two/],
		[{ objective: "dpo", betas: [0.1, -1] }, /betas: expected a list of two/],
		[
			{ objective: "dpo", betas: [1, 2], vary: { "tune.rank": [1] } },
			/vary or betas, not both/,
		],
	];
	for (const [arm, sentence] of wrong) expect(pilotWith(arm)).toThrow(sentence);
});

describe("one sentence for what is wrong", () => {
	const yaml = (text: string) => () =>
		parsePilot(`model: m\ndata: { train: r.jsonl }\ntasks: [t.yaml]\n${text}`, {
			where: "p.yaml",
		});
	test.each([
		[
			"sedes: 3",
			/^p\.yaml:4: expected only known keys, found sedes\. Did you mean seeds\?/,
		],
		[
			"base:\n  tune: { rnk: 3 }",
			/^p\.yaml:5: .*found tune\.rnk\. Did you mean rank\?/,
		],
		[
			"arms: [sft, dtf]",
			/^p\.yaml:4: arms\.1: .*found "dtf"\. Did you mean dft\?/,
		],
		[
			"arms:\n  - name: a\n    objective: { kind: minor-sft, beta: -1 }",
			/^p\.yaml:6: objective\.beta: expected a number above 0/,
		],
		["arms:\n  - objective: sft", /arms\.0: expected a name of the arm/],
		[
			"arms:\n  - { name: a, seed: 3 }",
			/expected keys in which arms may differ, found seed/,
		],
		["arms: [sft, SFT]", /found "SFT"/],
		["arms: [sft, sft]", /expected names that differ, found sft/],
		["seeds: [1, 1]", /seeds: expected seeds that differ/],
		["seeds: 1.5", /seeds: expected a number of seeds from 1 to 1000/],
		["seeds: 1000000000", /seeds: expected a number of seeds from 1 to 1000/],
		[
			"learningRates: fast",
			/learningRates: expected a list of learning rates, or multiples/,
		],
		["base: { seed: 1 }", /found base\.seed/],
		["budget: { hours: 1 }", /budget: expected \{ steps: N \} of each run/],
	])("%s", (text, sentence) => {
		expect(yaml(text)).toThrow(sentence);
	});
});

test.each([
	["examples/pilot.yaml", "runs/quickstart"],
	["examples/smollm2/pilot.yaml", "runs/smollm2"],
])("%s compares the usual four", (path, out) => {
	const pilot = readPilot(path);
	expect(pilot.arms.map(({ name }) => name)).toEqual([
		"sft",
		"minor-sft",
		"dft",
		"leash",
	]);
	expect(pilot.out).toBe(resolve(out));
});
