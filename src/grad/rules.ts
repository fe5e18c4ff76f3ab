import { TemperError } from "../core/error.ts";
import { sameShape } from "../core/shape.ts";
import type { Value } from "../graph/graph.ts";
import type { OperationName, Operations } from "../graph/operations.ts";
import type { Ops } from "../graph/ops.ts";
import { at } from "../graph/shape-rules.ts";

export interface Backward<K extends OperationName> {
	readonly ops: Ops;
	readonly inputs: readonly Value[];
	readonly outputs: readonly Value[];
	/** Gradient of each output; null where the loss does not depend on it. */
	readonly grads: readonly (Value | null)[];
	readonly attributes: Operations[K];
	/** Whether the gradient of an input is wanted. */
	readonly wants: (input: number) => boolean;
}

/** From the gradients of the outputs to those of the inputs; null where there is none or none is wanted. */
export type GradientRule<K extends OperationName> = (
	backward: Backward<K>,
) => readonly (Value | null)[];

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

function gradOf(backward: Backward<OperationName>, output = 0): Value {
	const grad = backward.grads[output];
	if (grad) return grad;
	throw new TemperError("internal", {
		where: "gradient",
		expected: `a gradient of output ${output}`,
		found: "none",
	});
}

type Binary = (b: {
	ops: Ops;
	x: Value;
	y: Value;
	out: Value;
	dy: Value;
}) => readonly [() => Value, () => Value];

/** A rule for an operation on two broadcast inputs from its two partial derivatives. */
function binary(partials: Binary): GradientRule<OperationName> {
	return (backward) => {
		const { ops, inputs, outputs, wants } = backward;
		const [x, y, out] = [at(inputs, 0), at(inputs, 1), at(outputs, 0)];
		const sides = partials({ ops, x, y, out, dy: gradOf(backward) });
		return [x, y].map((input, i) =>
			wants(i) ? sumTo(ops, at(sides, i)(), input) : null,
		);
	};
}

/** A rule for an operation on one input. */
function unary<K extends OperationName>(
	derive: (
		ops: Ops,
		dy: Value,
		x: Value,
		y: Value,
		attributes: Operations[K],
	) => Value,
): GradientRule<K> {
	return (backward) => {
		const { ops, inputs, outputs, attributes } = backward;
		const dy = gradOf(backward);
		return [derive(ops, dy, at(inputs, 0), at(outputs, 0), attributes)];
	};
}

/** No gradient flows through: weights of losses and indices. */
const none: GradientRule<OperationName> = ({ inputs }) =>
	inputs.map(() => null);

/** Gradients of gradients and of generation are not part of the package. */
function refuse(op: OperationName): GradientRule<OperationName> {
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
): (Value | null)[] {
	const { ops, inputs, attributes, wants } = backward;
	const { transA, transB, alpha } = attributes;
	const [a, b, dy] = [at(inputs, 0), at(inputs, 1), gradOf(backward)];
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
	{ axes, keepDims }: Operations["sum"],
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
	greater: none,
	affine: unary<"affine">((ops, dy, _x, _y, { scale }) =>
		ops.affine(dy, scale),
	),
	exp: unary((ops, dy, _x, y) => ops.mul(dy, y)),
	log: unary((ops, dy, x) => ops.div(dy, x)),
	sigmoid: unary((ops, dy, _x, y) =>
		ops.mul(dy, ops.mul(y, ops.affine(y, -1, 1))),
	),
	softplus: unary((ops, dy, x) => ops.mul(dy, ops.sigmoid(x))),
	clamp: unary<"clamp">((ops, dy, x, y) =>
		// Inside the limits x equals y, and neither is greater than the other.
		ops.mul(
			dy,
			ops.affine(ops.add(ops.greater(x, y), ops.greater(y, x)), -1, 1),
		),
	),
	activate: unary<"activate">((ops, dy, x, _y, attributes) =>
		at(ops.emit("activateGrad", [dy, x], attributes), 0),
	),
	activateGrad: refuse("activateGrad"),
	stopGradient: none,
	barrier: ({ grads }) => [grads[0] ?? null, null],
	sum: unary<"sum">((ops, dy, x, _y, attributes) =>
		sumGradient(ops, dy, x, attributes),
	),
	reshape: unary<"reshape">((ops, dy, x) => ops.reshape(dy, x.shape)),
	concat: (backward) => {
		const { ops, inputs, attributes } = backward;
		const { axis } = attributes;
		const sizes = inputs.map((input) => at(input.shape, axis) as number);
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
		const c = wants(2) ? sumTo(ops, gradOf(backward), at(inputs, 2)) : null;
		return [a ?? null, b ?? null, c];
	},
	embed: (backward) => {
		const { ops, inputs } = backward;
		const [table, ids] = [at(inputs, 0), at(inputs, 1)];
		const read = [gradOf(backward), ids, table];
		return [at(ops.emit("embedGrad", read, {}), 0), null];
	},
	embedGrad: refuse("embedGrad"),
	takeRows: (backward) => {
		const { ops, inputs } = backward;
		const [index, inverse] = [at(inputs, 1), at(inputs, 2)];
		return [ops.takeRows(gradOf(backward), inverse, index), null, null];
	},
	rmsNorm: (backward) => {
		const { ops, inputs, outputs, wants } = backward;
		const [x, weight, inverse] = [at(inputs, 0), at(inputs, 1), at(outputs, 1)];
		const dy = gradOf(backward);
		return [
			wants(0)
				? at(ops.emit("rmsNormGrad", [dy, x, weight, inverse], {}), 0)
				: null,
			wants(1)
				? at(ops.emit("rmsNormWeightGrad", [dy, x, inverse], {}), 0)
				: null,
		];
	},
	rmsNormGrad: refuse("rmsNormGrad"),
	rmsNormWeightGrad: refuse("rmsNormWeightGrad"),
	layerNorm: (backward) => {
		const { ops, inputs, outputs, wants } = backward;
		const [x, weight, bias] = [at(inputs, 0), at(inputs, 1), at(inputs, 2)];
		const [mean, inverse] = [at(outputs, 1), at(outputs, 2)];
		const dy = gradOf(backward);
		const dx = [dy, x, weight, mean, inverse];
		return [
			wants(0) ? at(ops.emit("layerNormGrad", dx, {}), 0) : null,
			wants(1)
				? at(ops.emit("layerNormWeightGrad", [dy, x, mean, inverse], {}), 0)
				: null,
			wants(2) ? sumTo(ops, dy, bias) : null,
		];
	},
	layerNormGrad: refuse("layerNormGrad"),
	layerNormWeightGrad: refuse("layerNormWeightGrad"),
	rotary: (backward) => {
		const { ops, inputs, attributes } = backward;
		const [positions, cos, sin] = [at(inputs, 1), at(inputs, 2), at(inputs, 3)];
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
		const [bias, shared] = [5, inputs.slice(6)];
		const read = [gradOf(backward), ...inputs.slice(0, bias), ...outputs];
		const grads = ops.emit("attentionGrad", [...read, ...shared], attributes);
		return [...grads, ...inputs.slice(3).map(() => null)];
	},
	attentionGrad: refuse("attentionGrad"),
	cachedAttention: refuse("cachedAttention"),
	tokenLogProbs: (backward) => {
		const { ops, inputs, outputs, attributes, wants } = backward;
		const [hidden, head, targets] = [
			at(inputs, 0),
			at(inputs, 1),
			at(inputs, 2),
		];
		const d = gradOf(backward);
		const column = ops.reshape(d, [at(d.shape, 0), 1]);
		const read = [d, hidden, head, targets];
		return [
			wants(0) ? ops.mul(column, at(outputs, 3)) : null,
			wants(1)
				? at(ops.emit("tokenLogProbsHeadGrad", read, attributes), 0)
				: null,
			null,
		];
	},
	tokenLogProbsHeadGrad: refuse("tokenLogProbsHeadGrad"),
	tokenTopEntropy: none,
	tokenKl: (backward) => {
		const { ops, inputs, outputs, attributes, wants } = backward;
		const d = gradOf(backward);
		const column = ops.reshape(d, [at(d.shape, 0), 1]);
		return [
			null,
			null,
			wants(2) ? ops.mul(column, at(outputs, 1)) : null,
			wants(3)
				? at(ops.emit("tokenKlHeadGrad", [d, ...inputs], attributes), 0)
				: null,
		];
	},
	tokenKlHeadGrad: refuse("tokenKlHeadGrad"),
};
