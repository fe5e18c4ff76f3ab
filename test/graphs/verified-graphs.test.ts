import { expect, test } from "vitest";
import { decodeGraph } from "../../src/generate/decode-graph.ts";
import { randomModel } from "../../src/generate/testing/random-model.ts";
import { graphFaults } from "../../src/graph/verify.ts";
import type { Model } from "../../src/models/model.ts";
import { type ObjectiveKind, objectives } from "../../src/objectives/all.ts";
import type { Objective } from "../../src/objectives/objective.ts";
import { imitationExpectations } from "../../src/objectives/testing/imitation.ts";
import { pairExpectations } from "../../src/objectives/testing/pairs.ts";
import { sampledExpectations } from "../../src/objectives/testing/sampled.ts";
import {
	compareGraph,
	type GraphOptions,
	rewardGraph,
	scoreGraph,
	stepGraph,
} from "../../src/policy/graphs.ts";
import { adapters, toyFamilies } from "./toy-families.ts";

const expectations = {
	...imitationExpectations,
	...pairExpectations,
	...sampledExpectations,
};

const made = (Object.keys(objectives) as ObjectiveKind[]).flatMap((kind) =>
	expectations[kind].map(({ options }) => {
		const make = objectives[kind] as (options: unknown) => Objective;
		return [`${kind} ${JSON.stringify(options ?? {})}`, make(options)] as const;
	}),
);

const plain = { length: 16, chunks: 2 } as const;

const precisionsOf = ({ architecture }: Model) =>
	architecture.rotation === null
		? (["float32", "mixed"] as const)
		: (["float32", "mixed", "int8", "int4"] as const);

/** Every way in which runs build a graph of a model. */
function variants(model: Model): GraphOptions[] {
	const tunings = [
		{ kind: "full" },
		adapters(model),
		adapters(model, 0.1),
	] as const;
	return tunings.flatMap((tuning) =>
		precisionsOf(model).flatMap((precision) =>
			[false, true].map((other) => ({
				...{ ...plain, tuning, precision },
				...{ recompute: other, sharedPrompts: other },
				...(other && { anchor: model }),
			})),
		),
	);
}

test.each(Object.keys(toyFamilies) as (keyof typeof toyFamilies)[])(
	"%s: graphs of scores, rewards and generation keep to every rule",
	async (family) => {
		const model = await randomModel(toyFamilies[family]);
		for (const options of variants(model)) {
			for (const build of [scoreGraph, compareGraph, rewardGraph])
				expect(graphFaults(build(model, options).graph)).toEqual([]);
			expect(graphFaults(decodeGraph(model, options).graph)).toEqual([]);
		}
	},
);

test.each(made)("%s: graphs of a step keep to every rule", async (_, one) => {
	const model = await randomModel(toyFamilies.qwen3);
	for (const options of variants(model))
		expect(graphFaults(stepGraph(model, one, options).graph)).toEqual([]);
});

test.each(["gpt2", "gemma3"] as const)(
	"%s is refused in int8 by name",
	async (family) => {
		const model = await randomModel(toyFamilies[family]);
		const options = { tuning: { kind: "none" }, precision: "int8" } as const;
		expect(() => decodeGraph(model, options)).toThrow(
			/precision int8: expected a model of the families llama, mistral, qwen2 or qwen3/,
		);
	},
);
