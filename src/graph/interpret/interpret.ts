import { TemperError } from "../../core/error.ts";
import { mapTuple } from "../../core/map-tuple.ts";
import type { Graph, Value } from "../graph.ts";
import type { OperationName } from "../operations.ts";
import { resolveShape } from "../ops.ts";
import * as attention from "./attention.ts";
import {
	activations,
	binary,
	map,
	sigmoid,
	softplus,
	unary,
} from "./elementwise.ts";
import * as head from "./head.ts";
import * as matrices from "./matrices.ts";
import * as norms from "./norms.ts";
import { get, type Interpretation, type Tensor, tensor } from "./tensor.ts";

/** One computation an operation, complete by type. */
const interpretations: { readonly [K in OperationName]: Interpretation<K> } = {
	add: binary((a, b) => a + b),
	sub: binary((a, b) => a - b),
	mul: binary((a, b) => a * b),
	div: binary((a, b) => a / b),
	maximum: binary((a, b) => Math.max(a, b)),
	greater: binary((a, b) => (a > b ? 1 : 0)),
	affine: ([x], { scale, shift }) => [map(x, (v) => scale * v + shift)],
	exp: unary(Math.exp),
	log: unary(Math.log),
	sigmoid: unary(sigmoid),
	softplus: unary(softplus),
	clamp: ([x], { min, max }) => [
		map(x, (v) =>
			Math.min(Math.max(v, min ?? v), max ?? Number.POSITIVE_INFINITY),
		),
	],
	activate: ([x], { kind }) => [map(x, activations[kind].value)],
	activateGrad: ([dy, x], { kind }) => [
		tensor(
			x.shape,
			x.data.map((v, i) => get(dy.data, i) * activations[kind].slope(v)),
		),
	],
	stopGradient: ([x]) => [x],
	barrier: ([x]) => [x],
	sum: matrices.sum,
	reshape: ([x], { shape }) => {
		const known = shape.reduce<number>(
			(p, d) => (typeof d === "number" ? p * d : p),
			1,
		);
		const free = shape.filter((d) => typeof d === "string").length;
		const rest = free === 1 ? x.data.length / known : 0;
		const named = x.shape.slice(0, free > 1 ? free : 0);
		return [
			tensor(
				shape.map((d, i) => (typeof d === "number" ? d : (named[i] ?? rest))),
				x.data,
			),
		];
	},
	concat: matrices.concat,
	split: matrices.split,
	matmul: ([a, b], attributes) => [matrices.product(a, b, attributes)],
	addMatmul: ([a, b, c], attributes) =>
		binary((x, y) => x + y)([matrices.product(a, b, attributes), c]),
	rotateBlocks: matrices.rotated,
	embed: ([table, ids]) => [matrices.gather(table, ids)],
	embedGrad: ([dy, ids, table]) => [
		matrices.scatterAdd(dy, ids, table.shape[0] as number),
	],
	takeRows: ([x, index]) => [matrices.gather(x, index)],
	rmsNorm: norms.rmsNorm,
	rmsNormGrad: norms.rmsNormGrad,
	rmsNormWeightGrad: norms.rmsNormWeightGrad,
	layerNorm: norms.layerNorm,
	layerNormGrad: norms.layerNormGrad,
	layerNormWeightGrad: norms.layerNormWeightGrad,
	rotary: attention.rotary,
	attention: attention.attention,
	attentionGrad: attention.attentionGrad,
	cachedAttention: attention.cachedAttention,
	tokenLogProbs: head.tokenLogProbs,
	tokenLogProbsHeadGrad: head.tokenLogProbsHeadGrad,
	tokenTopEntropy: head.tokenTopEntropy,
	tokenKl: head.tokenKl,
	tokenKlHeadGrad: head.tokenKlHeadGrad,
};

/**
 * Runs a graph in float64, one operation after the other: the oracle for gradients and for every backend.
 * `feeds` holds the inputs and the frozen weights by name. Named sizes follow from the feeds. Throws `shape`.
 */
export function interpret(
	graph: Graph,
	feeds: Readonly<Record<string, Tensor>>,
): Record<string, Tensor> {
	const known = new Map<Value, Tensor>();
	const dims = new Map<string, number>();
	for (const { value, source } of graph.leaves) {
		const given =
			source.kind === "constant"
				? tensor(
						resolveShape(value.shape, dims),
						Float64Array.from(source.data),
					)
				: feeds[value.name];
		if (!given)
			throw new TemperError("shape", {
				where: "interpreter",
				expected: `a value for ${value.name}`,
				found: "none",
			});
		value.shape.forEach((dim, i) => {
			if (typeof dim === "string") dims.set(dim, given.shape[i] as number);
		});
		known.set(value, given);
	}
	for (const node of graph.nodes) {
		const inputs = mapTuple(node.inputs, (value) => known.get(value) as Tensor);
		const compute = interpretations[node.op] as Interpretation<OperationName>;
		const results: readonly Tensor[] = compute(
			inputs,
			node.attributes,
			node.outputs,
		);
		node.outputs.forEach((value, i) => {
			known.set(value, results[i] as Tensor);
		});
	}
	return Object.fromEntries(
		Object.entries(graph.outputs).map(([name, value]) => [
			name,
			known.get(value) as Tensor,
		]),
	);
}
