import { expect, test } from "vitest";
import { RandomStream } from "../../src/core/random.ts";
import type { Example } from "../../src/data/example.ts";
import { packRows } from "../../src/data/pack.ts";
import { randomModel } from "../../src/generate/testing/random-model.ts";
import type { Graph } from "../../src/graph/graph.ts";
import { sft } from "../../src/objectives/imitation/sft.ts";
import { dpo } from "../../src/objectives/preferences/dpo.ts";
import { type GraphOptions, stepGraph } from "../../src/policy/graphs.ts";
import { Policy } from "../../src/policy/policy.ts";
import { openSession } from "../../src/runtime/open-session.ts";
import { adapters, toyFamilies } from "./toy-families.ts";

const layers = 3;

/** The toy model of a family with three layers: 5 T^2 bytes of probabilities in each for T tokens. */
async function model(family: "llama" | "gemma3" = "llama") {
	const layer_types = ["sliding_attention", "full_attention"];
	return randomModel({
		...{ ...toyFamilies[family], num_hidden_layers: layers },
		...(family === "gemma3" && {
			layer_types: [...layer_types, "sliding_attention"],
		}),
	});
}

function optionsOf(
	of: Awaited<ReturnType<typeof model>>,
	options: Partial<GraphOptions>,
): GraphOptions {
	return {
		...{ tuning: adapters(of), precision: "float32", length: 16, chunks: 2 },
		...{ recompute: false, sharedPrompts: false, ...options },
	};
}

/** Layers whose attention the backward pass computes again. */
const again = ({ nodes }: Graph) =>
	nodes
		.filter(({ op, scope }) => op === "attention" && scope?.endsWith(".again"))
		.map(({ scope }) => Number(scope?.match(/layers\.(\d+)/)?.[1]));

test.each([
	[undefined, [2, 1, 0]],
	[16, []],
	[2500, []],
	[3000, [0]],
	[4400, [1, 0]],
	[6000, [2, 1, 0]],
])(
	"of micro-batches of %s tokens, the probabilities of these layers are computed again: %j",
	async (tokens, expected) => {
		const of = await model();
		const options = optionsOf(of, tokens === undefined ? {} : { tokens });
		expect(again(stepGraph(of, sft(), options).graph)).toEqual(expected);
	},
);

test("pairs of answers, and rows that are held to an anchor, have room for fewer layers", async () => {
	const of = await model();
	const options = optionsOf(of, { tokens: 3000 });
	const onPairs = stepGraph(
		of,
		dpo({ beta: 0.1, labelSmoothing: 0, sft: 0 }),
		options,
	);
	const held = stepGraph(of, sft(), { ...options, anchor: of });
	expect(again(onPairs.graph)).toEqual([1, 0]);
	expect(again(held.graph)).toEqual([1, 0]);
});

test("layers that are computed again as a whole keep no probabilities", async () => {
	const of = await model();
	const options = optionsOf(of, { recompute: true, tokens: 16 });
	expect(again(stepGraph(of, sft(), options).graph)).toEqual([2, 1, 0]);
});

function rows(): Example[] {
	const stream = new RandomStream(1, "rows");
	return Array.from({ length: 4 }, (_, i) => {
		const ids = Int32Array.from({ length: 6 + i }, (_, t) =>
			t < 3 ? t : stream.integer(11),
		);
		const mask = Uint8Array.from(ids, (_, t) => (t < 2 ? 0 : 1));
		return { id: `${i}`, ids, mask, liked: true };
	});
}

test.each([
	["llama", { sharedPrompts: false }],
	["llama", { sharedPrompts: true }],
	["gemma3", { sharedPrompts: false }],
	["llama", { sharedPrompts: false, tuning: { kind: "full" } }],
] as const)(
	"%s with %j: kept probabilities change no bit of a step",
	async (family, options) => {
		const of = await model(family);
		const [kept, computed] = await Promise.all(
			[{ ...options, tokens: 64 }, options].map(async (options) => {
				const all = optionsOf(of, options);
				const { graph, trainables } = stepGraph(of, sft(), all);
				const policy = await Policy.initial(trainables, of, all.tuning, 0);
				const { buffers } = packRows(
					rows().map((row) => [row]),
					{
						windows: of.architecture.windows,
						...{ chunks: 2, endIds: new Set<number>() },
						...{ sharePrompts: options.sharedPrompts },
					},
				);
				const session = await openSession(graph, { device: "cpu", threads: 1 });
				const out = await session.run({ ...buffers, ...policy.buffers });
				await session.dispose();
				return out;
			}),
		);
		expect(kept).toEqual(computed);
	},
);
