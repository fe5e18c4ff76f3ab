import type { DType } from "../core/dtype.ts";
import { TemperError } from "../core/error.ts";
import {
	broadcastShapes,
	type Shape,
	sameShape,
	showShape,
} from "../core/shape.ts";
import type { Value } from "./graph.ts";
import type { OperationName, Operations } from "./operations.ts";

export interface Result {
	readonly dtype: DType;
	readonly shape: Shape;
}

/** From the inputs and attributes of an operation to the types of its outputs. Throws `shape`. */
export type ShapeRule<K extends OperationName> = (
	inputs: readonly Value[],
	attributes: Operations[K],
) => readonly Result[];

const float = (shape: Shape): Result => ({ dtype: "float32", shape });

/** The value at a position that the builder always fills. */
export function at<T>(items: readonly T[], index: number): T {
	const item = items[index];
	if (item === undefined)
		throw new TemperError("internal", {
			where: "graph",
			expected: `an item at ${index}`,
			found: `${items.length} items`,
		});
	return item;
}

function misfit(where: string, expected: string, ...found: Value[]): never {
	throw new TemperError("shape", {
		where,
		expected,
		found: found.map((v) => `${v.name} ${showShape(v.shape)}`).join(" and "),
	});
}

const same: ShapeRule<OperationName> = (inputs) => [float(at(inputs, 0).shape)];

const broadcast: ShapeRule<OperationName> = (inputs) => {
	const [a, b] = [at(inputs, 0), at(inputs, 1)];
	const shape = broadcastShapes(a.shape, b.shape);
	return shape
		? [float(shape)]
		: misfit("element-wise operation", "shapes that broadcast", a, b);
};

function productShape(
	inputs: readonly Value[],
	attributes: Operations["matmul"],
): Shape {
	const [a, b] = [at(inputs, 0), at(inputs, 1)];
	if (a.shape.length !== 2 || b.shape.length !== 2)
		misfit("product", "two matrices", a, b);
	const [m, k] = attributes.transA ? [1, 0] : [0, 1];
	const [k2, n] = attributes.transB ? [1, 0] : [0, 1];
	if (at(a.shape, k) !== at(b.shape, k2))
		misfit("product", "equal inner sizes", a, b);
	return [at(a.shape, m), at(b.shape, n)];
}

function summedShape(
	shape: Shape,
	{ axes, keepDims }: Operations["sum"],
): Shape {
	return shape.flatMap((dim, axis) =>
		axes.includes(axis) ? (keepDims ? [1] : []) : [dim],
	);
}

function joined(inputs: readonly Value[], axis: number): Shape {
	const first = at(inputs, 0);
	const sizes = inputs.map((v) => at(v.shape, axis));
	const whole = sizes.every((s) => typeof s === "number");
	if (!whole) misfit("concat", "known sizes along the axis", ...inputs);
	const size = (sizes as number[]).reduce((sum, s) => sum + s, 0);
	return first.shape.map((dim, i) => (i === axis ? size : dim));
}

const rowStatistic = (x: Value): Result => float([...x.shape.slice(0, -1), 1]);

/** [B, H, L, L]: probabilities are kept on padded rows. */
function probabilityShape(
	slots: Value,
	{ heads }: Operations["attention"],
): Shape {
	const [rows, longest] = [at(slots.shape, 0), at(slots.shape, 1)];
	return [rows, heads, longest, longest];
}

/** One rule an operation, complete by type. */
export const shapeRules: { readonly [K in OperationName]: ShapeRule<K> } = {
	add: broadcast,
	sub: broadcast,
	mul: broadcast,
	div: broadcast,
	maximum: broadcast,
	greater: broadcast,
	affine: same,
	exp: same,
	log: same,
	sigmoid: same,
	softplus: same,
	clamp: same,
	activate: same,
	activateGrad: same,
	stopGradient: same,
	barrier: same,
	sum: ([x], attributes) => [
		float(summedShape((x as Value).shape, attributes)),
	],
	reshape: ([x], { shape }) => [{ dtype: (x as Value).dtype, shape }],
	concat: (inputs, { axis }) => [float(joined(inputs, axis))],
	split: ([x], { axis, sizes }) =>
		sizes.map((size) =>
			float((x as Value).shape.map((dim, i) => (i === axis ? size : dim))),
		),
	matmul: (inputs, attributes) => [float(productShape(inputs, attributes))],
	addMatmul: (inputs, attributes) => {
		const shape = productShape(inputs, attributes);
		const c = at(inputs, 2);
		if (!sameShape(broadcastShapes(shape, c.shape) ?? [], shape))
			misfit("addMatmul", `an addend that fits ${showShape(shape)}`, c);
		return [float(shape)];
	},
	embed: ([table, ids]) => [
		float([...(ids as Value).shape, at((table as Value).shape, 1)]),
	],
	embedGrad: (inputs) => [float(at(inputs, 2).shape)],
	takeRows: ([x, index]) => [
		float([...(index as Value).shape, ...(x as Value).shape.slice(1)]),
	],
	rmsNorm: ([x]) => [float((x as Value).shape), rowStatistic(x as Value)],
	rmsNormGrad: same,
	rmsNormWeightGrad: ([dy]) => [float((dy as Value).shape.slice(-1))],
	layerNorm: ([x]) => [
		float((x as Value).shape),
		rowStatistic(x as Value),
		rowStatistic(x as Value),
	],
	layerNormGrad: same,
	layerNormWeightGrad: ([dy]) => [float((dy as Value).shape.slice(-1))],
	rotary: same,
	attention: (inputs, attributes) => [
		float(at(inputs, 0).shape),
		float(probabilityShape(at(inputs, 3), attributes)),
	],
	attentionGrad: (inputs) => [1, 2, 3].map((i) => float(at(inputs, i).shape)),
	cachedAttention: ([q]) => [float((q as Value).shape)],
	tokenLogProbs: ([hidden, , targets]) => [
		float((targets as Value).shape),
		float((targets as Value).shape),
		float((targets as Value).shape),
		float((hidden as Value).shape),
	],
	tokenLogProbsHeadGrad: (inputs) => [float(at(inputs, 2).shape)],
	tokenTopEntropy: ([hidden]) => [float([at((hidden as Value).shape, 0)])],
	tokenKl: (inputs) => {
		const hidden = at(inputs, 2);
		return [float([at(hidden.shape, 0)]), float(hidden.shape)];
	},
	tokenKlHeadGrad: (inputs) => [float(at(inputs, 4).shape)],
};
