import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { randomModel } from "../../src/generate/testing/random-model.ts";
import { printGraph } from "../../src/graph/print.ts";
import { verifyGraph } from "../../src/graph/verify.ts";
import { asft } from "../../src/objectives/imitation/asft.ts";
import { sft } from "../../src/objectives/imitation/sft.ts";
import type { Objective } from "../../src/objectives/objective.ts";
import { type GraphOptions, stepGraph } from "../../src/policy/graphs.ts";
import { adapters, type ToyFamily, toyFamilies } from "./toy-families.ts";

interface Step {
	readonly objective?: Objective;
	/** Low-rank adapters on every linear layer, with this dropout; else every weight is trained. */
	readonly lora?: { readonly dropout: number };
	/** What the graph has beside the plain step. */
	readonly options?: Partial<GraphOptions>;
	/** Holds the policy to the model that it starts as, on positions of their own. */
	readonly anchored?: boolean;
}

const lora: Step = { lora: { dropout: 0 } };
const full: Step = {};

/** One text for each family and kind of tuning, and one for each part of a step that some runs have. */
const steps: Readonly<Record<ToyFamily, Readonly<Record<string, Step>>>> = {
	llama: {
		lora,
		full,
		int8: { ...lora, options: { precision: "int8" } },
		int4: { ...lora, options: { precision: "int4" } },
		recompute: {
			lora: { dropout: 0.1 },
			options: { recompute: true, precision: "mixed" },
		},
		"anchor-and-shared-prompts": {
			...lora,
			objective: asft({ lambda: 0.5, floor: null, keepEnd: false }),
			options: { sharedPrompts: true },
			anchored: true,
		},
	},
	mistral: { lora },
	qwen2: { lora },
	qwen3: { lora, full },
	gpt2: { lora, full },
	gemma3: { lora, full },
};

const cases = Object.entries(steps).flatMap(([family, kinds]) =>
	Object.entries(kinds).map(([kind, step]) => ({
		family: family as ToyFamily,
		step,
		file: `${family}.${kind}.txt`,
	})),
);

const folder = join(import.meta.dirname, "snapshots");

test("the snapshots are those of the cases", () => {
	const files = cases.map(({ file }) => file);
	expect(readdirSync(folder).sort()).toEqual(files.sort());
});

// `npx vitest run test/graphs -u` writes them anew.
test.each(cases)("$file", async ({ family, step, file }) => {
	const model = await randomModel(toyFamilies[family]);
	const { graph } = stepGraph(model, step.objective ?? sft(), {
		tuning: step.lora ? adapters(model, step.lora.dropout) : { kind: "full" },
		precision: "float32",
		length: 16,
		chunks: 2,
		recompute: false,
		sharedPrompts: false,
		...step.options,
		...(step.anchored && { anchor: model }),
	});
	verifyGraph(graph);
	await expect(printGraph(graph)).toMatchFileSnapshot(join(folder, file));
});
