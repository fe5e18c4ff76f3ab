import { Float } from "../proto.ts";
import type { Lowering } from "./elementwise.ts";
import type { Emitter } from "./emitter.ts";

function mean(e: Emitter, x: string, into?: string): string {
	return e.op("ReduceMean", [x, e.integers(-1)], { keepdims: 1 }, into);
}

function inverseRoot(
	e: Emitter,
	square: string,
	epsilon: number,
	into: string,
): string {
	const root = e.op("Sqrt", [e.op("Add", [square, e.scalar(epsilon)])]);
	return e.op("Reciprocal", [root], {}, into);
}

/** The statistic that the fused node returns is wrong on WebGPU (ONNX Runtime 1.30), so off the CPU it is spelled out. */
export const rmsNorm: Lowering<"rmsNorm"> = (e, node) => {
	const [x, weight] = e.names(node.inputs);
	const [y, inverse] = node.outputs;
	const { epsilon } = node.attributes;
	const trusted = e.device === "cpu";
	e.node(
		"SimplifiedLayerNormalization",
		[x, weight],
		trusted ? [y.name, inverse.name] : [y.name],
		{ axis: -1, epsilon: new Float(epsilon), stash_type: 1 },
	);
	if (!trusted && e.readers.has(inverse))
		inverseRoot(e, mean(e, e.op("Mul", [x, x])), epsilon, inverse.name);
};

/** dx = r g - x r^3 mean(g x), with g = dy weight and r the inverse root mean square. */
export const rmsNormGrad: Lowering<"rmsNormGrad"> = (e, node) => {
	const [dy, x, weight, r] = e.names(node.inputs);
	const g = e.ones.has(weight) ? dy : e.op("Mul", [dy, weight]);
	const along = mean(e, e.op("Mul", [g, x]));
	const cube = e.op("Mul", [e.op("Mul", [r, r]), r]);
	const pull = e.op("Mul", [x, e.op("Mul", [along, cube])]);
	e.op("Sub", [e.op("Mul", [g, r]), pull], {}, node.outputs[0].name);
};

function columnSum(e: Emitter, x: string, rank: number, into: string): void {
	const axes = Array.from({ length: rank - 1 }, (_, i) => i);
	e.op("ReduceSum", [x, e.integers(...axes)], { keepdims: 0 }, into);
}

export const rmsNormWeightGrad: Lowering<"rmsNormWeightGrad"> = (e, node) => {
	const [dy, x, r] = e.names(node.inputs);
	const normal = e.op("Mul", [x, r]);
	const rank = node.inputs[0].shape.length;
	columnSum(e, e.op("Mul", [dy, normal]), rank, node.outputs[0].name);
};

export const layerNorm: Lowering<"layerNorm"> = (e, node) => {
	const [x, weight, bias] = e.names(node.inputs);
	const outputs = e.names(node.outputs);
	e.node("LayerNormalization", [x, weight, bias], outputs, {
		axis: -1,
		epsilon: new Float(node.attributes.epsilon),
		stash_type: 1,
	});
};

function standardised(
	e: Emitter,
	x: string,
	centre: string,
	inverse: string,
): string {
	return e.op("Mul", [e.op("Sub", [x, centre]), inverse]);
}

/** dx = r (g - mean g - n mean(g n)), with g = dy weight and n the standardised x. */
export const layerNormGrad: Lowering<"layerNormGrad"> = (e, node) => {
	const [dy, x, weight, centre, r] = e.names(node.inputs);
	const g = e.op("Mul", [dy, weight]);
	const n = standardised(e, x, centre, r);
	const along = mean(e, e.op("Mul", [g, n]));
	const level = e.op("Sub", [g, mean(e, g)]);
	const rest = e.op("Sub", [level, e.op("Mul", [n, along])]);
	e.op("Mul", [rest, r], {}, node.outputs[0].name);
};

export const layerNormWeightGrad: Lowering<"layerNormWeightGrad"> = (
	e,
	node,
) => {
	const [dy, x, centre, r] = e.names(node.inputs);
	const n = standardised(e, x, centre, r);
	const rank = node.inputs[0].shape.length;
	columnSum(e, e.op("Mul", [dy, n]), rank, node.outputs[0].name);
};
