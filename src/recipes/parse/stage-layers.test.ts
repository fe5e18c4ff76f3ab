import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { parseStages, readStages } from "./parse-recipe.ts";

const folder = mkdtempSync(join(tmpdir(), "temper-stage-layers-"));
afterAll(() => rmSync(folder, { recursive: true }));

const head = `model: some-model
data: { train: rows.jsonl }
batch: { rows: 8 }
`;

function read(stages: string) {
	const path = join(folder, "recipe.yaml");
	writeFileSync(path, head + stages);
	return readStages(path);
}

test("each stage is the recipe with what it says itself", () => {
	const recipes = read(`stages:
  - objective: sft
    length: { kind: steps, count: 3 }
  - objective: { kind: dpo, beta: 0.3 }
    data: { train: pairs.jsonl }
    batch: { tokens: 99 }
`);
	expect(recipes.length).toBe(2);
	const [sft, dpo] = recipes;
	expect(sft?.objective).toEqual({ kind: "sft" });
	expect(sft?.length).toEqual({ kind: "steps", count: 3 });
	expect(sft?.data.train).toMatchObject([{ path: join(folder, "rows.jsonl") }]);
	expect(dpo?.objective).toMatchObject({ kind: "dpo", beta: 0.3 });
	expect(dpo?.data.train).toMatchObject([
		{ path: join(folder, "pairs.jsonl") },
	]);
	expect(dpo?.batch).toMatchObject({ rows: 8, tokens: 99 });
	expect(dpo?.length).not.toEqual(sft?.length);
});

test("the objective of a stage takes nothing from the recipe's own", () => {
	const [first] = parseStages({
		model: "some-model",
		data: { train: "rows.jsonl" },
		objective: { kind: "minor-sft", beta: 0.2 },
		stages: [{ objective: "dpo" }],
	});
	expect(first?.objective).toMatchObject({ kind: "dpo", beta: 0.1 });
});

test("a recipe without stages is its only one", () => {
	expect(read("").map(({ objective }) => objective.kind)).toEqual(["sft"]);
});

describe("what is wrong in a stage is named with its line", () => {
	const cases: [name: string, yaml: string, says: string[]][] = [
		["no list", "stages: sft\n", [":4: stages", "a list", '"sft"']],
		["an empty list", "stages: []\n", [":4: stages", "an empty one"]],
		["a word", "stages:\n  - sft\n", [":5: stages.0", '"sft"']],
		["nothing", "stages:\n  - objective: sft\n  -\n", ["stages.1", "null"]],
		[
			"what is trained",
			"stages:\n  - objective: sft\n  - objective: dpo\n    tune: full\n",
			[":7", "in a stage", "stages.1.tune"],
		],
		[
			"a key that is nearly one",
			"stages:\n  - objectiv: sft\n",
			[":5", "stages.0.objectiv"],
		],
		[
			"an unknown objective",
			"stages:\n  - objective: sft\n  - objective: dppo\n",
			[":6", "dppo"],
		],
		[
			"a value out of range",
			"stages:\n  - objective: { kind: dpo, beta: -1 }\n",
			[":5", "objective.beta", "-1"],
		],
		[
			"a stage in a stage",
			"stages:\n  - objective: sft\n    stages: []\n",
			[":6", "stages.0.stages"],
		],
		[
			"a reward model before the end",
			"stages:\n  - objective: reward-model\n  - objective: sft\n",
			[":5", "trains a policy", "reward-model"],
		],
	];
	test.each(cases)("%s", (_, yaml, says) => {
		let message = "";
		try {
			read(yaml);
		} catch (error) {
			expect(error).toMatchObject({ code: "recipe" });
			message = (error as Error).message;
		}
		let from = 0;
		for (const part of [join(folder, "recipe.yaml"), ...says]) {
			const at = message.indexOf(part, from);
			expect(at, `${part} in ${message}`).toBeGreaterThanOrEqual(0);
			from = at;
		}
	});

	test("a reward model may come last", () => {
		expect(
			read("stages:\n  - objective: sft\n  - objective: reward-model\n").length,
		).toBe(2);
	});
});
