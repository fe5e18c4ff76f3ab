import type { DType } from "../core/dtype.ts";
import { TemperError } from "../core/error.ts";
import {
	broadcastShapes,
	type Dim,
	type Shape,
	sameShape,
	showShape,
} from "../core/shape.ts";
import type { Value } from "./graph.ts";
import { headsOf, klOf, normed, rows, sharedOf } from "./layer-shapes.ts";
import { along, expectShape, matchShapes, misfit } from "./match-shapes.ts";
import type {
	Attributes,
	Operands,
	OperationName,
	Results,
} from "./operations.ts";

export interface Result {
	readonly dtype: DType;
	readonly shape: Shape;
}

/** From the operands and attributes of an operation to the types of its results. `where` names the node. Throws `shape`. */
export type ShapeRule<K extends OperationName> = (
	inputs: Operands<K, Value>,
	attributes: Attributes<K>,
	where: string,
) => Results<K, Result>;

const float = (shape: Shape): Result => ({ dtype: "float32", shape });

/** The item at a position that the builder always fills. */
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

const same = ([x]: readonly [Value, ...Value[]]) => [float(x.shape)] as const;

function broadcast(
	[a, b]: readonly [Value, Value],
	_attributes: unknown,
	where: string,
): readonly [Result] {
	const shape = broadcastShapes(a.shape, b.shape);
	return [float(shape ?? misfit(where, "shapes that broadcast", a, b))];
}

function product(
	a: Value,
	b: Value,
	{ transA, transB }: Attributes<"matmul">,
	where: string,
): Shape {
	const size = matchShapes(
		where,
		[a, transA ? ["k", "m"] : ["m", "k"]],
		[b, transB ? ["n", "k"] : ["k", "n"]],
	);
	return [size("m"), size("n")];
}

const replaced = (shape: Shape, axis: number, size: Dim): Shape =>
	shape.map((dim, i) => (i === axis ? size : dim));

function joined(
	parts: readonly [Value, ...Value[]],
	axis: number,
	where: string,
): Shape {
	const [first] = parts;
	for (const part of parts)
		if (
			!sameShape(replaced(part.shape, axis, 1), replaced(first.shape, axis, 1))
		)
			misfit(where, "equal sizes along the other axes", first, part);
	const sizes = parts.map((part) => along(where, part, axis));
	return replaced(first.shape, axis, sizes.reduce(added));
}

/** A sum in which a size is not known has a name of its own. */
function added(a: Dim, b: Dim): Dim {
	return typeof a === "number" && typeof b === "number" ? a + b : `${a}+${b}`;
}

/** Sizes are known, keep their place, or are the one that is left over. */
function reshaped(x: Value, shape: Shape, where: string): Shape {
	const known = (sizes: Shape) =>
		sizes.every((dim) => typeof dim === "number")
			? sizes.reduce<number>((total, dim) => total * (dim as number), 1)
			: null;
	const [before, after] = [known(x.shape), known(shape)];
	if (before !== null && after !== null && before !== after)
		misfit(where, `as many elements as ${showShape(shape)} has`, x);
	const free = shape.filter(
		(dim, i) => typeof dim === "string" && x.shape[i] !== dim,
	);
	if (free.length > 1)
		misfit(where, `at most one of ${free.join(" and ")} to be derived`, x);
	return shape;
}

/** One rule for each operation, complete by type. */
const shapeRules: { readonly [K in OperationName]: ShapeRule<K> } = {
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
	clamp: ([x], { min, max }, where) =>
		min !== null && max !== null && min > max
			? misfit(where, `a range, not from ${min} to ${max}`, x)
			: [float(x.shape)],
	activate: same,
	activateGrad: ([dy, x], _attributes, where) => {
		expectShape(where, x.shape, dy);
		return [float(x.shape)];
	},
	stopGradient: same,
	barrier: same,
	sum: ([x], { axes, keepDims }, where) => {
		for (const axis of axes) along(where, x, axis);
		return [
			float(
				x.shape.flatMap((dim, axis) =>
					axes.includes(axis) ? (keepDims ? [1] : []) : [dim],
				),
			),
		];
	},
	reshape: ([x], { shape }, where) => [
		{ dtype: x.dtype, shape: reshaped(x, shape, where) },
	],
	concat: (parts, { axis }, where) => [float(joined(parts, axis, where))],
	split: ([x], { axis, sizes }, where) => {
		const total = sizes.reduce((sum, size) => sum + size, 0);
		if (along(where, x, axis) !== total)
			misfit(where, `size ${total} along axis ${axis}`, x);
		return sizes.map((size) => float(replaced(x.shape, axis, size)));
	},
	matmul: ([a, b], attributes, where) => [
		float(product(a, b, attributes, where)),
	],
	addMatmul: ([a, b, c], attributes, where) => {
		const shape = product(a, b, attributes, where);
		if (!sameShape(broadcastShapes(shape, c.shape) ?? [], shape))
			misfit(where, `an addend that fits ${showShape(shape)}`, c);
		return [float(shape)];
	},
	rotateBlocks: ([x], { axis, block }, where) => {
		const size = along(where, x, axis);
		if (typeof size === "string" || size % block !== 0)
			misfit(where, `blocks of ${block} along axis ${axis}`, x);
		return [float(x.shape)];
	},
	embed: ([table, ids], _attributes, where) => {
		const size = matchShapes(where, [table, ["V", "C"]]);
		return [float([...ids.shape, size("C")])];
	},
	embedGrad: ([dy, ids, table], _attributes, where) => {
		matchShapes(where, [table, ["V", "C"]], [ids, ["N"]], [dy, ["N", "C"]]);
		return [float(table.shape)];
	},
	takeRows: ([x, index, inverse], _attributes, where) => {
		const size = matchShapes(where, [index, ["n"]], [inverse, ["N"]]);
		if (along(where, x, 0) !== size("N"))
			misfit(where, "an inverse for each row", x, inverse);
		return [float(replaced(x.shape, 0, size("n")))];
	},
	rmsNorm: ([x, weight], _attributes, where) => [
		float(x.shape),
		float(rows(where, x, weight)),
	],
	rmsNormGrad: ([dy, x, weight, inverse], _attributes, where) => {
		normed(where, [dy, x], [inverse], weight);
		return [float(x.shape)];
	},
	rmsNormWeightGrad: ([dy, x, inverse], _attributes, where) => {
		normed(where, [dy, x], [inverse]);
		return [float(x.shape.slice(-1))];
	},
	layerNorm: ([x, weight, bias], _attributes, where) => {
		const one = float(rows(where, x, weight, bias));
		return [float(x.shape), one, one];
	},
	layerNormGrad: ([dy, x, weight, mean, inverse], _attributes, where) => {
		normed(where, [dy, x], [mean, inverse], weight);
		return [float(x.shape)];
	},
	layerNormWeightGrad: ([dy, x, mean, inverse], _attributes, where) => {
		normed(where, [dy, x], [mean, inverse]);
		return [float(x.shape.slice(-1))];
	},
	rotary: ([x, positions, cos, sin], { heads, headDim }, where) => {
		if (headDim % 2 !== 0) misfit(where, `even heads, not of ${headDim}`, x);
		const table = ["P", headDim / 2];
		matchShapes(
			where,
			[x, ["N", heads * headDim]],
			[positions, ["N"]],
			[cos, table],
			[sin, table],
		);
		return [float(x.shape)];
	},
	attention: ([q, k, v, slots, places, bias, ...more], a, where) => {
		const size = matchShapes(
			where,
			...headsOf(where, a, [q, k, v]),
			[slots, ["B", "L"]],
			[places, ["N"]],
			[bias, ["L", "L"]],
			...sharedOf(more),
		);
		const [B, L] = [size("B"), size("L")];
		return [float(q.shape), float([B, a.heads, L, L])];
	},
	attentionGrad: (inputs, a, where) => {
		const [dmix, q, k, v, slots, places, mix, probabilities, ...more] = inputs;
		matchShapes(
			where,
			...headsOf(where, a, [q, k, v]),
			[slots, ["B", "L"]],
			[places, ["N"]],
			[probabilities, ["B", a.heads, "L", "L"]],
			...sharedOf(more),
		);
		expectShape(where, q.shape, dmix, mix);
		return [float(q.shape), float(k.shape), float(v.shape)];
	},
	cachedAttention: ([q, k, v, pastKey, pastValue, bias], a, where) => {
		const past = ["B", a.kvHeads, "M", a.headDim];
		matchShapes(
			where,
			...headsOf(where, a, [q, k, v]),
			[pastKey, past],
			[pastValue, past],
			[bias, ["B", 1, "T", "M + T"]],
		);
		return [float(q.shape)];
	},
	tokenLogProbs: ([hidden, head, targets], _attributes, where) => {
		matchShapes(
			where,
			[hidden, ["S", "C"]],
			[head, ["V", "C"]],
			[targets, ["S"]],
		);
		const each = float(targets.shape);
		return [each, each, each, float(hidden.shape)];
	},
	tokenLogProbsHeadGrad: ([d, hidden, head, targets], _attributes, where) => {
		matchShapes(
			where,
			[hidden, ["S", "C"]],
			[head, ["V", "C"]],
			[targets, ["S"]],
			[d, ["S"]],
		);
		return [float(head.shape)];
	},
	tokenTopEntropy: ([hidden, head], _attributes, where) => {
		const size = matchShapes(where, [hidden, ["S", "C"]], [head, ["V", "C"]]);
		return [float([size("S")])];
	},
	tokenKl: (inputs, _attributes, where) => {
		const size = matchShapes(where, ...klOf(inputs));
		const [, , hidden] = inputs;
		return [float([size("S")]), float(hidden.shape)];
	},
	tokenKlHeadGrad: ([d, ...inputs], _attributes, where) => {
		matchShapes(where, ...klOf(inputs), [d, ["S"]]);
		return [float(inputs[3].shape)];
	},
};

/** What the rule of an operation makes of operands and attributes that have been checked. Throws `shape`. */
export function applyShapeRule<K extends OperationName>(
	op: K,
	inputs: Operands<K, Value>,
	attributes: Attributes<K>,
	where: string,
): Results<K, Result> {
	const rule: ShapeRule<K> = shapeRules[op];
	return rule(inputs, attributes, where);
}
