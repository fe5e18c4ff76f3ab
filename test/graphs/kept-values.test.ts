import { expect, test } from "vitest";
import { randomModel } from "../../src/generate/testing/random-model.ts";
import type { Graph, Value } from "../../src/graph/graph.ts";
import { sft } from "../../src/objectives/imitation/sft.ts";
import { stepGraph } from "../../src/policy/graphs.ts";
import { adapters, toyFamilies } from "./toy-families.ts";

/** Values of the first layer's forward pass that its backward pass reads: how many numbers of each token, from the largest. */
function keptOfTokens({ nodes: all }: Graph): number[] {
	const nodes = all.filter(({ scope }) => scope?.startsWith("model.layers.0"));
	const isBackward = (scope: string | null) =>
		scope !== null && /\.(grad|again)$/.test(scope);
	const forward = new Set(
		nodes
			.filter(({ scope }) => scope !== null && !isBackward(scope))
			.flatMap(({ outputs }): readonly Value[] => outputs),
	);
	const read = nodes
		.filter(({ scope }) => isBackward(scope))
		.flatMap(({ inputs }): readonly Value[] => inputs);
	return [...new Set(read)]
		.filter((value) => forward.has(value))
		.filter(({ shape }) => typeof shape[0] === "string")
		.map(({ shape }) =>
			shape
				.slice(1)
				.reduce<number>(
					(size, dim) =>
						size * (typeof dim === "number" ? dim : Number.POSITIVE_INFINITY),
					1,
				),
		)
		.sort((a, b) => b - a);
}

test.each(["float32", "mixed", "int8"] as const)(
	"a layer keeps what products made, and neither what a pass over memory makes again nor, by default, probabilities: %s",
	async (precision) => {
		// The last layer is computed at supervised tokens alone.
		const model = await randomModel({
			...toyFamilies.llama,
			num_hidden_layers: 2,
		});
		const { graph } = stepGraph(model, sft(), {
			...{ tuning: adapters(model), precision, length: 16, chunks: 2 },
			...{ recompute: false, sharedPrompts: false },
		});
		const {
			hidden_size: middle,
			intermediate_size: inner,
			...sizes
		} = toyFamilies.llama;
		const [gate, up] = [inner, inner];
		const q = sizes.num_attention_heads * sizes.head_dim;
		const k = sizes.num_key_value_heads * sizes.head_dim;
		const [mix, v] = [q, k];
		// Seven adapters of rank 2.
		const adapted = new Array<number>(7).fill(2);
		expect(keptOfTokens(graph)).toEqual(
			[gate, up, q, mix, middle, k, v, ...adapted].sort((a, b) => b - a),
		);
	},
);
