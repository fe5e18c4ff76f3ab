import { expect, test } from "vitest";
import { parse } from "yaml";
import { parsePilot } from "../../../recipes/parse/parse-pilot.ts";
import { parseStages } from "../../../recipes/parse/parse-recipe.ts";
import { requireSameSpec } from "../../study-spec.ts";
import { PilotPaths } from "../pilot-paths.ts";
import { pilotRules, specOf } from "../pilot-spec.ts";
import { baseJob, runJob, speedJob } from "../plan/job.ts";
import { workFor } from "../requests.ts";
import { goOnRecipe } from "../result/recipe-to-go-on.ts";
import { stagesAt } from "./arm-stages.ts";

const steps = (count: number) => ({ kind: "steps", count });

function pilotOf(more: object = {}) {
	return parsePilot(
		{
			...{ model: "m", data: { train: "rows.jsonl" }, tasks: ["t.yaml"] },
			...{ out: "out", learningRates: { factors: [0.5, 2] } },
			arms: [
				"sft",
				{
					name: "two",
					stages: [
						{
							...{ objective: "sft", length: steps(30) },
							optimizer: { learningRate: 1e-3 },
						},
						{
							...{ objective: "dpo", length: steps(10) },
							...{ data: { train: "pairs.jsonl" } },
							optimizer: { learningRate: 2e-5 },
						},
					],
					...more,
				},
			],
		},
		{ folder: "/home/me" },
	);
}

test("a learning rate is that of the last stage, and all stages share its factor; steps are divided by length", () => {
	const [plain, two] = pilotOf().arms;
	expect(two?.rates).toEqual([1e-5, 4e-5]);
	const [sft, dpo] = stagesAt(two!, { learningRate: 4e-5, steps: 100 });
	expect([sft?.optimizer.learningRate, sft?.length.count]).toEqual([2e-3, 75]);
	expect([dpo?.optimizer.learningRate, dpo?.length.count]).toEqual([4e-5, 25]);
	const own = stagesAt(two!, { learningRate: 2e-5, steps: null });
	expect(own.map(({ length }) => length.count)).toEqual([30, 10]);
	expect(own[0]?.optimizer.learningRate).toBe(1e-3);
	expect(stagesAt(plain!, { learningRate: 1e-4, steps: 8 })).toMatchObject([
		{ optimizer: { learningRate: 1e-4 }, length: steps(8) },
	]);
});

const main = {
	...{ folder: "/m", name: "m", hash: "h", bytes: 1, job: baseJob },
};

const parts = (pilot: ReturnType<typeof pilotOf>) => ({
	bases: { main, others: [], of: () => main },
	...{ arms: pilot.arms, inputs: [], keep: "models" as const, steps: 80 },
	paths: new PilotPaths("/p"),
	tasks: { test: [], tuning: { name: "t", scorer: { kind: "exact" } } },
});

test("a run trains all stages in one folder, and is evaluated as often as a run of one stage", () => {
	const { tasks, ...others } = parts(pilotOf());
	const options = { ...others, tasks: tasks as never };
	const work = workFor(runJob("two", 2e-5, 3, 0.5, "tuning"), options);
	expect(work).toMatchObject({
		...{ kind: "train", until: 0.5 },
		stages: [
			{
				seed: 3,
				length: steps(60),
				evaluate: { every: 10 },
				keep: { last: 1 },
			},
			{
				seed: 3,
				length: steps(20),
				evaluate: { every: 10 },
				keep: { last: 1 },
			},
		],
	});
	const speed = workFor(speedJob("two"), options);
	expect(speed).toMatchObject({ kind: "time", evaluations: 8 });
	expect(speed.kind === "time" && speed.stages).toHaveLength(2);
});

test("the recipe to continue with has the stages of its arm, at the rates and lengths that they were trained with", () => {
	const pilot = pilotOf({ tune: { rank: 4 } });
	const text = goOnRecipe(pilot, { name: "two", learningRate: 4e-5 }, 80);
	const stages = parseStages(parse(text ?? "") as Record<string, unknown>);
	expect(stages).toMatchObject([
		{
			...{ objective: { kind: "sft" }, optimizer: { learningRate: 2e-3 } },
			...{ length: steps(60), tune: { rank: 4 } },
		},
		{
			...{ objective: { kind: "dpo" }, optimizer: { learningRate: 4e-5 } },
			data: { train: [{ path: "/home/me/pairs.jsonl" }] },
		},
	]);
});

test("the recipe to continue with names the model of its arm, and the base from which it was measured", () => {
	const pilot = pilotOf({ model: "./tuned", base: "m", tune: "full" });
	const text = goOnRecipe(pilot, { name: "two", learningRate: 4e-5 }, 80);
	const stages = parseStages(parse(text ?? "") as Record<string, unknown>);
	for (const stage of stages)
		expect(stage).toMatchObject({ model: "/home/me/tuned", base: "m" });
});

test("a folder that was begun without stages is the same pilot still, and stages are part of what it is", () => {
	const [pilot, other] = [pilotOf(), pilotOf({ tune: { rank: 4 } })];
	const spec = specOf(pilot, [], []);
	expect(spec.arms.sft).not.toHaveProperty("earlier");
	const added = { ...spec, arms: { sft: spec.arms.sft ?? null } };
	requireSameSpec("f", added, spec, pilotRules);
	const changed = pilotOf().arms[1]!;
	const [stage] = changed.earlier;
	const shorter = { ...stage!.recipe, seed: 9 };
	const arms = [
		...pilot.arms.slice(0, 1),
		{ ...changed, earlier: [{ ...stage!, recipe: shorter }] },
	];
	expect(() =>
		requireSameSpec("f", spec, specOf({ ...pilot, arms }, [], []), pilotRules),
	).toThrow(/arm two: earlier: expected/);
	expect(() =>
		requireSameSpec("f", spec, specOf(other, [], []), pilotRules),
	).toThrow(/arm two: recipe\.tune\.rank/);
});
