import { expect, test } from "vitest";
import { parsePilot } from "./parse-pilot.ts";

const least = { model: "m", data: { train: "rows.jsonl" }, tasks: ["t.yaml"] };
const folder = "/home/me";

const one = (arm: Record<string, unknown>, more: object = {}) => {
	const { arms } = parsePilot({ ...least, ...more, arms: [arm] }, { folder });
	return arms[0]!;
};

const dpo = {
	objective: { kind: "dpo", sft: 0.2 },
	data: { train: "p.jsonl" },
};

test("the stages of an arm lie over what it and the pilot share; its recipe is the last one", () => {
	const { recipe, earlier, options, rates } = one(
		{
			...{ name: "two", tune: { rank: 4 }, learningRates: [1e-5] },
			stages: [{ objective: "sft", evaluate: { every: 7 } }, dpo],
		},
		{ base: { batch: { rows: 2 } } },
	);
	expect(earlier).toMatchObject([
		{ ownCadence: true, recipe: { objective: { kind: "sft" } } },
	]);
	expect(recipe).toMatchObject({
		...{ objective: { kind: "dpo", sft: 0.2 }, tune: { rank: 4 } },
		...{ data: { train: [{ path: "/home/me/p.jsonl" }] }, batch: { rows: 2 } },
	});
	expect(earlier[0]?.recipe.data.train).toMatchObject([
		{ path: "/home/me/rows.jsonl" },
	]);
	expect(rates).toEqual([1e-5]);
	expect(options).toBe(
		"tune rank 4, stage 1: sft, evaluate every 7, stage 2: dpo, sft 0.2, data train p.jsonl",
	);
});

test("without learning rates of its own, an arm tries multiples of the usual rate of its last stage", () => {
	const stages = [{ objective: "sft" }, dpo];
	const [alone, staged] = [
		one({ name: "a", ...dpo }),
		one({ name: "b", stages }),
	];
	expect(staged.rates).toEqual(alone.rates);
	expect(staged.earlier[0]?.ownCadence).toBe(false);
});

test("the betas of an arm with stages are those of its last stage", () => {
	const { arms } = parsePilot({
		...least,
		arms: [
			{
				name: "x",
				betas: [0.1, 0.5],
				stages: [{ objective: "minor-sft" }, dpo],
			},
		],
	});
	expect(arms.map(({ recipe }) => recipe.objective)).toMatchObject([
		{ kind: "dpo", beta: 0.1, sft: 0.2 },
		{ kind: "dpo", beta: 0.5, sft: 0.2 },
	]);
	expect(arms[1]?.earlier[0]?.recipe.objective).toMatchObject({ beta: 0.05 });
});

test("an arm with a model of its own is measured from it; other arms name no base", () => {
	const other = "/home/me/other";
	const own = one({ name: "a", model: "./other", tune: "full" });
	expect(own).toMatchObject({ base: null, recipe: { model: other } });
	expect(own.recipe.base).toBeUndefined();
	const plain = one({ name: "a" });
	expect([plain.base, plain.recipe.base]).toEqual([null, undefined]);
});

test("an arm may be measured from a model that it does not begin from", () => {
	const other = "/home/me/other";
	const adapter = one({ name: "a", model: "./other", base: "m" });
	expect(adapter).toMatchObject({ base: "m", recipe: { model: other } });
	// An adapter's run cannot measure itself from another model than its own.
	expect(adapter.recipe.base).toBeUndefined();
	const full = one({ name: "a", model: "./other", base: "m", tune: "full" });
	expect(full).toMatchObject({
		base: "m",
		recipe: { model: other, base: "m" },
	});
	expect(one({ name: "a", base: "m" }).base).toBeNull();
});

test("vary makes an arm for each of several models, and the title names them", () => {
	const arm = { name: "a", vary: { model: ["./x", "./y"] } };
	const { arms, title, origin } = parsePilot(
		{ ...least, arms: [arm] },
		{ folder: "/home/me" },
	);
	expect(arms.map(({ name, recipe }) => [name, recipe.model])).toEqual([
		["a model x", "/home/me/x"],
		["a model y", "/home/me/y"],
	]);
	expect([title, origin]).toEqual(["m, x, y on rows.jsonl", "m"]);
});

const refused: [string, Record<string, unknown>, object, RegExp][] = [
	[
		"no stages",
		{ name: "a", stages: [] },
		{},
		/stages: expected a list of at least one stage, found an empty one/,
	],
	[
		"stages by number",
		{ name: "a", vary: { "stages.0.objective": ["sft"] } },
		{},
		/stages: expected a list of at least one stage/,
	],
	[
		"an unknown key in a stage",
		{ name: "a", stages: [{ objectiv: "sft" }] },
		{},
		/in a stage, found stages\.0\.objectiv\. Did you mean objective\?/,
	],
	[
		"a model in a stage",
		{ name: "a", stages: [{ model: "m" }] },
		{},
		/in a stage, found stages\.0\.model/,
	],
	[
		"a reward model before another stage",
		{
			name: "a",
			stages: [{ objective: "reward-model" }, { objective: "sft" }],
		},
		{},
		/expected an objective that trains a policy, in all stages but the last/,
	],
	[
		"fewer steps than stages",
		{ name: "a", stages: [{ objective: "sft" }, dpo] },
		{ budget: { steps: 1 } },
		/budget\.steps: expected at least 2, one for each stage of the arm a, found 1/,
	],
	[
		"a base that is no model",
		{ name: "a", base: { tune: "full" } },
		{},
		/arms\.0\.base: expected a model folder or the name of a pulled model, from which the arm is measured, found {"tune":"full"}/,
	],
	[
		"a model that is no text",
		{ name: "a", model: 3 },
		{},
		/model: expected a model folder/,
	],
];

test.each(refused)("%s in an arm is refused", (_, arm, more, message) => {
	expect(() => one(arm, more)).toThrow(message);
});
