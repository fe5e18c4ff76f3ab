import { expect, it } from "vitest";
import { randomModel } from "../../src/generate/testing/random-model.ts";
import type { Graph } from "../../src/graph/graph.ts";
import type { Buffer, Buffers } from "../../src/graph/session.ts";
import { sft } from "../../src/objectives/imitation/sft.ts";
import {
	compareGraph,
	scoreGraph,
	stepGraph,
} from "../../src/policy/graphs.ts";
import { openSession } from "../../src/runtime/open-session.ts";
import { placement } from "../../src/runtime/testing/placement.ts";
import { cpu, describeOnWebGpu, webgpu } from "./on-webgpu.ts";
import {
	adapters,
	graphOptions,
	randomFeeds,
	randomRows,
} from "./random-step.ts";

/** Sizes in common, so that families share most of their compiled shaders. */
const decoder = {
	hidden_size: 32,
	intermediate_size: 48,
	num_hidden_layers: 1,
	num_attention_heads: 4,
	num_key_value_heads: 2,
	head_dim: 8,
	vocab_size: 61,
	max_position_embeddings: 64,
	rms_norm_eps: 1e-5,
};

const families = {
	llama: { ...decoder, model_type: "llama" },
	qwen3: { ...decoder, model_type: "qwen3", tie_word_embeddings: true },
	gpt2: {
		model_type: "gpt2",
		n_embd: 32,
		n_layer: 1,
		n_head: 4,
		n_positions: 64,
		vocab_size: 61,
	},
	gemma3: {
		...decoder,
		model_type: "gemma3_text",
		num_hidden_layers: 2,
		query_pre_attn_scalar: 8,
		sliding_window: 3,
		layer_types: ["sliding_attention", "full_attention"],
	},
};

const rows = randomRows([17, 9, 12], 61);

/** Arithmetic on sizes, which the CPU knows. */
const ofSizes = [
	...["Add", "Cast", "Concat", "Div", "Equal", "Max", "Min", "Mul", "Reshape"],
	...["Slice", "Sub", "Unsqueeze", "Where"],
];

/** The farthest output, by the norm of its difference over its norm. */
async function farthest(graph: Graph, feeds: Buffers) {
	const run = async (options: typeof cpu | typeof webgpu) => {
		const session = await openSession(graph, options);
		const outputs = await session.run(feeds);
		await session.dispose();
		return outputs;
	};
	const [expected, found] = [await run(cpu), await run(webgpu)];
	const distances = Object.entries(expected).map(([name, { data }]) => {
		const other = (found[name] as Buffer).data;
		const gap = Math.hypot(...data.map((x, i) => x - other[i]!));
		return { name, distance: gap / (Math.hypot(...data) || 1) };
	});
	// A result that is no number sorts first.
	const badness = (x: number) =>
		Number.isNaN(x) ? Number.POSITIVE_INFINITY : x;
	distances.sort((a, b) => badness(b.distance) - badness(a.distance));
	return distances[0]!;
}

describeOnWebGpu("models on WebGPU agree with the CPU", () => {
	for (const [family, config] of Object.entries(families)) {
		it(`${family}: loss, scores and the gradient of every weight`, async () => {
			const model = await randomModel(config);
			const options = graphOptions({ kind: "full" }, 64);
			const { graph, trainables } = stepGraph(model, sft(), options);
			expect(Object.keys(graph.outputs)).toHaveLength(trainables.length + 6);
			const feeds = await randomFeeds(model, options.tuning, trainables, rows);
			expect((await farthest(graph, feeds)).distance).toBeLessThan(1e-5);
		});

		it(`${family}: the gradients of adapters, computed twice over`, async () => {
			const model = await randomModel(config);
			const options = graphOptions(adapters(model), 64, true);
			const { graph, trainables } = stepGraph(model, sft(), options);
			const feeds = await randomFeeds(model, options.tuning, trainables, rows);
			expect((await farthest(graph, feeds)).distance).toBeLessThan(1e-5);
		});

		it(`${family}: scores and the distance from the base`, async () => {
			const model = await randomModel(config);
			const options = graphOptions(adapters(model), 64);
			for (const build of [scoreGraph, compareGraph]) {
				const { graph, trainables } = build(model, options);
				const feeds = await randomFeeds(
					model,
					options.tuning,
					trainables,
					rows,
				);
				expect((await farthest(graph, feeds)).distance).toBeLessThan(1e-5);
			}
		});

		it(`${family}: a step stays on the device`, async () => {
			const model = await randomModel(config);
			const options = graphOptions(adapters(model), 64, true);
			const { graph, trainables } = stepGraph(model, sft(), options);
			const feeds = await randomFeeds(model, options.tuning, trainables, rows);
			const { device, cpu } = await placement(graph, feeds, webgpu);
			expect(ofSizes).toEqual(expect.arrayContaining(Object.keys(cpu)));
			expect((device.MatMul ?? 0) + (device.Gemm ?? 0)).toBeGreaterThan(20);
			const copies = (device.MemcpyToHost ?? 0) + (device.MemcpyFromHost ?? 0);
			// Sizes of rows and of blocks of queries, for all layers together.
			expect(copies).toBeLessThan(12);
		});
	}
});
