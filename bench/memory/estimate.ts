import type { StoredTensor } from "../../src/core/dtype.ts";
import type { Graph, Value } from "../../src/graph/graph.ts";
import {
	type Model,
	matchModel,
	readArchitecture,
} from "../../src/models/model.ts";
import type { Precision, Tuning } from "../../src/nn/parameters.ts";
import { sft } from "../../src/objectives/imitation/sft.ts";
import { stepGraph } from "../../src/policy/graphs.ts";
import { headChunks } from "../../src/policy/head-chunks.ts";
import { seenPairs } from "../../src/policy/kept-attention.ts";

export interface Setup {
	readonly precision: Precision;
	/** Of a step, in two rows of which half is supervised. */
	readonly tokens: number;
	readonly recompute: boolean;
	/** Whether int4 reads blocks of a GGUF file. */
	readonly inBlocks: boolean;
}

/** Bytes of a process of Node with the runtime loaded, and with a graph and its kernels. */
const processBytes = 200e6;

/** Bytes that one frozen weight of a linear layer or of the head takes, forward and backward copies together. */
const weightBytes: Readonly<
	Record<Precision, { readonly linear: number; readonly head: number }>
> = {
	float32: { linear: 8, head: 8 },
	mixed: { linear: 5, head: 5 },
	int8: { linear: 2, head: 2 },
	int4: { linear: 0.625, head: 2 },
};

/**
 * Bytes that int4 needs for each weight that it is computing with: float32 codes and two forms of bytes, of a whole matrix, or of blocks of a
 * GGUF file, float32 values without and with the least ones, of a band of rows.
 */
const expandedBytes = { rounded: 6, blocks: 8 };

/** Weights of such a band. */
const bandWeights = 2 ** 22;

/** Matrices [tokens of a chunk, vocabulary] in float32 that exist at once in the head. */
const logitMatrices = 4;

/** Words of which a head in 8 bits has the logits of all tokens of a few chunks at once. */
const bandWords = 4096;

/** A model of which only the sizes are known. */
function modelOf(config: Record<string, unknown>): Model {
	const stored = [...readArchitecture(config).tensors].map(
		([name, shape], i): [string, StoredTensor] => [
			name,
			{ name, shape, dtype: "BF16", file: "none", offset: i, length: 0 },
		],
	);
	return matchModel(config, new Map(stored));
}

/** Bytes of the step that `measure-step.ts` measures, by the sizes of its graph: an estimate. */
export function estimateBytes(
	config: Record<string, unknown>,
	{ precision, tokens, recompute, inBlocks }: Setup,
): number {
	const model = modelOf(config);
	const { linears, vocabSize, hiddenSize } = model.architecture;
	const tuning: Tuning = {
		...{ kind: "lora", rank: 8, alpha: 16, rslora: false, dropout: 0 },
		paths: new Set(linears.map(({ path }) => path)),
	};
	const chunks = headChunks(tokens, vocabSize);
	const { graph } = stepGraph(model, sft(), {
		...{ tuning, precision, length: tokens, tokens, chunks, recompute },
		sharedPrompts: false,
	});
	const [rows, length] = [2, tokens / 2];
	const supervised = tokens / 2;
	const dims = { N: tokens, S: supervised, B: rows, L: length };
	const sizes = linears.map(
		({ inFeatures, outFeatures }) => inFeatures * outFeatures,
	);
	const weights = sizes.reduce((sum, size) => sum + size, 0);
	const { linear, head } = weightBytes[precision];
	const held = inBlocks ? "blocks" : "rounded";
	const largest = Math.max(...sizes);
	const expanded = precision === "int4" ? expandedBytes[held] : 0;
	const isBanded = precision === "int8" || precision === "int4";
	const logits = isBanded
		? supervised * Math.min(bandWords, vocabSize)
		: Math.ceil(supervised / chunks) * vocabSize;
	return (
		processBytes +
		linear * weights +
		head * vocabSize * hiddenSize +
		expanded * (inBlocks ? Math.min(bandWeights, largest) : largest) +
		mostAlive(graph, dims) +
		logitMatrices * 4 * logits
	);
}

/** The most bytes of values that exist at once if nodes run in their order and a value goes after its last use. */
function mostAlive(
	{ nodes, outputs }: Graph,
	dims: Readonly<Record<string, number>>,
): number {
	const probabilities = new Set(
		nodes.flatMap((node) => (node.op === "attention" ? [node.outputs[1]] : [])),
	);
	const bytes = (value: Value) =>
		value.shape.reduce<number>(
			(size, dim) => size * (typeof dim === "number" ? dim : (dims[dim] ?? 1)),
			probabilities.has(value) ? 4 * seenPairs : 4,
		);
	// A barrier shares the memory of what it is read for.
	const shared = new Map<Value, Value>();
	for (const { op, inputs, outputs } of nodes)
		if (op === "barrier") shared.set(outputs[0], inputs[0]);
	const holder = (value: Value) => shared.get(value) ?? value;
	const last = new Map<Value, number>();
	nodes.forEach(({ inputs }, i) => {
		for (const value of inputs) last.set(holder(value), i);
	});
	for (const value of Object.values(outputs))
		last.set(holder(value), nodes.length);
	let [alive, most] = [0, 0];
	const made = new Set<Value>();
	nodes.forEach((node, i) => {
		for (const value of node.outputs)
			if (last.has(value) && !made.has(value)) {
				made.add(value);
				alive += bytes(value);
			}
		most = Math.max(most, alive);
		for (const value of new Set(node.inputs.map(holder)))
			if (made.has(value) && last.get(value) === i) alive -= bytes(value);
	});
	return most;
}
