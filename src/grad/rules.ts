import { TemperError } from "../core/error.ts";
import { mapTuple } from "../core/map-tuple.ts";
import { sameShape } from "../core/shape.ts";
import type { Value } from "../graph/graph.ts";
import type { Attributes, OperationName } from "../graph/operations.ts";
import type { Ops } from "../graph/ops.ts";
import { at } from "../graph/shape-rules.ts";
import type { Backward, BackwardOf, GradientRule } from "./rule.ts";

/** Sums a gradient over the axes along which its value was broadcast. */
function sumTo(ops: Ops, grad: Value, target: Value): Value {
	if (sameShape(grad.shape, target.shape)) return grad;
	const extra = grad.shape.length - target.shape.length;
	const leading = Array.from({ length: extra }, (_, i) => i);
	const reduced = extra > 0 ? ops.sum(grad, leading) : grad;
	const axes = target.shape.flatMap((dim, i) =>
		dim === 1 && reduced.shape[i] !== 1 ? [i] : [],
	);
	return axes.length > 0 ? ops.sum(reduced, axes, true) : reduced;
}

/** The gradient of the first output. */
function gradOf({
	grads: [grad],
}: {
	readonly grads: readonly (Value | null)[];
}): Value {
	if (grad) return grad;
	throw new TemperError("internal", {
		where: "gradient",
		expected: "a gradient of the first output",
		found: "none",
	});
}

type One<T> = readonly [T];
type Two<T> = readonly [T, T];

type Partials = (b: {
	ops: Ops;
	x: Value;
	y: Value;
	out: Value;
	dy: Value;
}) => Two<() => Value>;

type BinaryRule = (
	backward: BackwardOf<Two<Value>, One<Value>, One<Value | null>, unknown>,
) => Two<Value | null>;

/** A rule for an operation on two broadcast inputs from its two partial derivatives. */
function binary(partials: Partials): BinaryRule {
	return (backward) => {
		const { ops, inputs, outputs, wants } = backward;
		const [[x, y], [out]] = [inputs, outputs];
		const sides = partials({ ops, x, y, out, dy: gradOf(backward) });
		return mapTuple(inputs, (input, i) =>
			wants(i) ? sumTo(ops, at(sides, i)(), input) : null,
		);
	};
}

type UnaryRule<A> = (
	backward: BackwardOf<One<Value>, One<Value>, One<Value | null>, A>,
) => One<Value>;

/** A rule for an operation on one input. */
function unary<A>(
	derive: (ops: Ops, dy: Value, x: Value, y: Value, attributes: A) => Value,
): UnaryRule<A> {
	return (backward) => {
		const { ops, inputs, outputs, attributes } = backward;
		return [derive(ops, gradOf(backward), inputs[0], outputs[0], attributes)];
	};
}

/** Gradients of gradients and of generation are not part of the package. */
function refuse(op: OperationName): () => never {
	return () => {
		throw new TemperError("internal", {
			where: "gradient",
			expected: "an operation with a gradient",
			found: op,
		});
	};
}

/** da and db of alpha op(a) op(b), where op transposes or not. */
function productGradients(
	backward: Backward<"matmul" | "addMatmul">,
): Two<Value | null> {
	const { ops, inputs, attributes, wants } = backward;
	const { transA, transB, alpha } = attributes;
	const [[a, b], dy] = [inputs, gradOf(backward)];
	const da = () =>
		transA
			? ops.matmul(b, dy, { transA: transB, transB: true, alpha })
			: ops.matmul(dy, b, { transB: !transB, alpha });
	const db = () =>
		transB
			? ops.matmul(dy, a, { transA: true, transB: transA, alpha })
			: ops.matmul(a, dy, { transA: !transA, alpha });
	return [wants(0) ? da() : null, wants(1) ? db() : null];
}

function sumGradient(
	ops: Ops,
	dy: Value,
	x: Value,
	{ axes, keepDims }: Attributes<"sum">,
): Value {
	const kept = x.shape.map((dim, i) => (axes.includes(i) ? 1 : dim));
	const lifted = keepDims ? dy : ops.reshape(dy, kept);
	return ops.add(lifted, ops.affine(x, 0));
}

/** One rule an operation, complete by type. */
export const gradientRules: {
	readonly [K in OperationName]: GradientRule<K>;
} = {
	add: binary(({ dy }) => [() => dy, () => dy]),
	sub: binary(({ ops, dy }) => [() => dy, () => ops.neg(dy)]),
	mul: binary(({ ops, x, y, dy }) => [
		() => ops.mul(dy, y),
		() => ops.mul(dy, x),
	]),
	div: binary(({ ops, y, out, dy }) => [
		() => ops.div(dy, y),
		() => ops.neg(ops.div(ops.mul(dy, out), y)),
	]),
	maximum: binary(({ ops, x, y, dy }) => [
		() => ops.mul(dy, ops.greater(x, y)),
		() => ops.mul(dy, ops.affine(ops.greater(x, y), -1, 1)),
	]),
	greater: () => [null, null],
	affine: unary((ops, dy, _x, _y, { scale }) => ops.affine(dy, scale)),
	exp: unary((ops, dy, _x, y) => ops.mul(dy, y)),
	log: unary((ops, dy, x) => ops.div(dy, x)),
	sigmoid: unary((ops, dy, _x, y) =>
		ops.mul(dy, ops.mul(y, ops.affine(y, -1, 1))),
	),
	softplus: unary((ops, dy, x) => ops.mul(dy, ops.sigmoid(x))),
	clamp: unary((ops, dy, x, y) =>
		// Inside the limits x equals y, and neither is greater than the other.
		ops.mul(
			dy,
			ops.affine(ops.add(ops.greater(x, y), ops.greater(y, x)), -1, 1),
		),
	),
	activate: unary(
		(ops, dy, x, _y, attributes) =>
			ops.emit("activateGrad", [dy, x], attributes)[0],
	),
	activateGrad: refuse("activateGrad"),
	stopGradient: () => [null],
	barrier: ({ grads: [grad] }) => [grad, null],
	sum: unary((ops, dy, x, _y, attributes) =>
		sumGradient(ops, dy, x, attributes),
	),
	reshape: unary((ops, dy, x) => ops.reshape(dy, x.shape)),
	concat: (backward) => {
		const { ops, inputs, attributes } = backward;
		const { axis } = attributes;
		const sizes = mapTuple(inputs, (input) => at(input.shape, axis) as number);
		return ops.split(gradOf(backward), axis, sizes);
	},
	split: (backward) => {
		const { ops, outputs, grads, attributes } = backward;
		const parts = outputs.map((part, i) => grads[i] ?? ops.affine(part, 0));
		return [ops.concat(parts, attributes.axis)];
	},
	matmul: productGradients,
	addMatmul: (backward) => {
		const [a, b] = productGradients(backward);
		const { ops, inputs, wants } = backward;
		const c = wants(2) ? sumTo(ops, gradOf(backward), inputs[2]) : null;
		return [a, b, c];
	},
	rotateBlocks: unary((ops, dy, _x, _y, { inverse, ...along }) =>
		ops.rotateBlocks(dy, { ...along, inverse: !inverse }),
	),
	embed: (backward) => {
		const { ops, inputs } = backward;
		const [table, ids] = inputs;
		return [ops.emit("embedGrad", [gradOf(backward), ids, table], {})[0], null];
	},
	embedGrad: refuse("embedGrad"),
	takeRows: (backward) => {
		const { ops, inputs } = backward;
		const [, index, inverse] = inputs;
		return [ops.takeRows(gradOf(backward), inverse, index), null, null];
	},
	rmsNorm: (backward) => {
		const { ops, inputs, outputs, wants } = backward;
		const [[x, weight], [, inverse]] = [inputs, outputs];
		const dy = gradOf(backward);
		return [
			wants(0)
				? ops.emit("rmsNormGrad", [dy, x, weight, inverse], {})[0]
				: null,
			wants(1) ? ops.emit("rmsNormWeightGrad", [dy, x, inverse], {})[0] : null,
		];
	},
	rmsNormGrad: refuse("rmsNormGrad"),
	rmsNormWeightGrad: refuse("rmsNormWeightGrad"),
	layerNorm: (backward) => {
		const { ops, inputs, outputs, wants } = backward;
		const [[x, weight, bias], [, mean, inverse]] = [inputs, outputs];
		const dy = gradOf(backward);
		return [
			wants(0)
				? ops.emit("layerNormGrad", [dy, x, weight, mean, inverse], {})[0]
				: null,
			wants(1)
				? ops.emit("layerNormWeightGrad", [dy, x, mean, inverse], {})[0]
				: null,
			wants(2) ? sumTo(ops, dy, bias) : null,
		];
	},
	layerNormGrad: refuse("layerNormGrad"),
	layerNormWeightGrad: refuse("layerNormWeightGrad"),
	rotary: (backward) => {
		const { ops, inputs, attributes } = backward;
		const [, positions, cos, sin] = inputs;
		const inverse = !attributes.inverse;
		const dy = gradOf(backward);
		return [
			ops.rotary(dy, positions, { cos, sin }, { ...attributes, inverse }),
			null,
			null,
			null,
		];
	},
	attention: (backward) => {
		const { ops, inputs, outputs, attributes } = backward;
		const [q, k, v, slots, places, , ...shared] = inputs;
		const grads = ops.emit(
			"attentionGrad",
			[gradOf(backward), q, k, v, slots, places, ...outputs, ...shared],
			attributes,
		);
		return [...grads, null, null, null, ...mapTuple(shared, () => null)];
	},
	attentionGrad: refuse("attentionGrad"),
	cachedAttention: refuse("cachedAttention"),
	tokenLogProbs: (backward) => {
		const { ops, inputs, outputs, attributes, wants } = backward;
		const [[hidden, head, targets], [, , , unit]] = [inputs, outputs];
		const d = gradOf(backward);
		const column = ops.reshape(d, [at(d.shape, 0), 1]);
		return [
			wants(0) ? ops.mul(column, unit) : null,
			wants(1)
				? ops.emit(
						"tokenLogProbsHeadGrad",
						[d, hidden, head, targets],
						attributes,
					)[0]
				: null,
			null,
		];
	},
	tokenLogProbsHeadGrad: refuse("tokenLogProbsHeadGrad"),
	tokenTopEntropy: () => [null, null],
	tokenKl: (backward) => {
		const { ops, inputs, outputs, attributes, wants } = backward;
		const [, unit] = outputs;
		const d = gradOf(backward);
		const column = ops.reshape(d, [at(d.shape, 0), 1]);
		return [
			null,
			null,
			wants(2) ? ops.mul(column, unit) : null,
			wants(3)
				? ops.emit("tokenKlHeadGrad", [d, ...inputs], attributes)[0]
				: null,
		];
	},
	tokenKlHeadGrad: refuse("tokenKlHeadGrad"),
};
