import type { NodeOf, Value } from "../../graph/graph.ts";
import { geluTanh } from "../../graph/interpret/elementwise.ts";
import type { OperationName } from "../../graph/operations.ts";
import { Float } from "../proto.ts";
import type { Emitter } from "./emitter.ts";

export type Lowering<K extends OperationName> = (
	emitter: Emitter,
	node: NodeOf<K>,
) => void;

/** An operation that is one ONNX node of the same inputs. */
export function direct(type: string): Lowering<OperationName> {
	return (e, node) => {
		const inputs = e.names(node.inputs);
		e.op(type, inputs, {}, node.outputs[0].name);
	};
}

export const greater: Lowering<"greater"> = (e, node) => {
	const inputs = e.names(node.inputs);
	const out = node.outputs[0].name;
	e.op("Cast", [e.op("Greater", inputs)], { to: 1 }, out);
};

export const affine: Lowering<"affine"> = (e, node) => {
	const { scale, shift } = node.attributes;
	const x = e.name(node.inputs[0]);
	const out = node.outputs[0].name;
	if (shift === 0) e.op("Mul", [x, e.scalar(scale)], {}, out);
	else if (scale === 1) e.op("Add", [x, e.scalar(shift)], {}, out);
	else
		e.op("Add", [e.op("Mul", [x, e.scalar(scale)]), e.scalar(shift)], {}, out);
};

export const clamp: Lowering<"clamp"> = (e, node) => {
	const { min, max } = node.attributes;
	const limit = (value: number | null) =>
		value === null ? "" : e.scalar(value);
	const inputs = [e.name(node.inputs[0]), limit(min), limit(max)];
	e.op("Clip", inputs, {}, node.outputs[0].name);
};

export const activate: Lowering<"activate"> = (e, node) => {
	const x = [e.name(node.inputs[0])] as const;
	const out = node.outputs[0].name;
	switch (node.attributes.kind) {
		case "silu":
			e.alias(node.outputs[0], silu(e, node.inputs[0]));
			break;
		case "gelu":
			e.op("Gelu", x, { approximate: "none" }, out);
			break;
		case "gelu-tanh":
			e.op("Gelu", x, { approximate: "tanh" }, out);
			break;
		default:
			node.attributes.kind satisfies never;
	}
};

const sigmoid = (e: Emitter, x: string) =>
	e.once(`${x} sigmoid`, () => e.op("Sigmoid", [x]));

/** x sigmoid(x), with the sigmoid that the gradient reads if there is one. */
function silu(e: Emitter, value: Value): string {
	const x = e.name(value);
	const readers = e.readers.get(value) ?? [];
	const hasGradient = readers.some(
		(node) => node !== "output" && node.op === "activateGrad",
	);
	return e.once(`${x} silu`, () =>
		hasGradient
			? e.op("Mul", [x, sigmoid(e, x)])
			: e.own("QuickGelu", [x], { alpha: new Float(1) }),
	);
}

export const activateGrad: Lowering<"activateGrad"> = (e, node) => {
	const [dy, x] = node.inputs;
	const slope = slopes[node.attributes.kind](e, x);
	e.op("Mul", [e.name(dy), slope], {}, node.outputs[0].name);
};

const slopes = {
	/** s + a (1 - s), with s = sigmoid x and a = x s */
	silu: (e: Emitter, x: Value): string => {
		const s = sigmoid(e, e.name(x));
		const a = silu(e, x);
		const rest = e.op("Sub", [e.scalar(1), s]);
		return e.op("Add", [s, e.op("Mul", [a, rest])]);
	},
	/** (1 + erf(x / sqrt 2)) / 2 + x density(x) */
	gelu: (e: Emitter, value: Value): string => {
		const x = e.name(value);
		const scaled = e.op("Mul", [x, e.scalar(Math.SQRT1_2)]);
		const share = e.op("Add", [
			e.op("Mul", [e.op("Erf", [scaled]), e.scalar(0.5)]),
			e.scalar(0.5),
		]);
		const square = e.op("Neg", [e.op("Mul", [scaled, scaled])]);
		const density = e.op("Mul", [
			e.op("Exp", [square]),
			e.scalar(1 / Math.sqrt(2 * Math.PI)),
		]);
		return e.op("Add", [share, e.op("Mul", [x, density])]);
	},
	/** (1 + t) / 2 + x (1 - t^2) u' / 2, with t = tanh u, u = slope (x + cubic x^3) */
	"gelu-tanh": (e: Emitter, value: Value): string => {
		const x = e.name(value);
		const square = e.op("Mul", [x, x]);
		const bend = e.op("Add", [
			e.op("Mul", [square, e.scalar(geluTanh.slope * geluTanh.cubic)]),
			e.scalar(geluTanh.slope),
		]);
		const t = e.op("Tanh", [e.op("Mul", [x, bend])]);
		const inner = e.op("Add", [
			e.op("Mul", [square, e.scalar(1.5 * geluTanh.slope * geluTanh.cubic)]),
			e.scalar(geluTanh.slope / 2),
		]);
		const fall = e.op("Sub", [e.scalar(1), e.op("Mul", [t, t])]);
		const half = e.op("Add", [e.op("Mul", [t, e.scalar(0.5)]), e.scalar(0.5)]);
		return e.op("Add", [half, e.op("Mul", [e.op("Mul", [x, fall]), inner])]);
	},
};

export const stopGradient: Lowering<"stopGradient"> = (e, node) => {
	e.alias(node.outputs[0], e.name(node.inputs[0]));
};

/**
 * Equal to x, but a different expression and not before the token. On the CPU x is reshaped to its own shape, in zeros (0 keeps a size) that
 * are computed from the token, which copies nothing. On other devices the runtime reads shapes on the CPU and would wait for the token there,
 * so x + 0 token[0].
 */
export const barrier: Lowering<"barrier"> = (e, node) => {
	const [x, token] = e.names(node.inputs);
	const out = node.outputs[0].name;
	const first = e.once(`${token} first`, () => {
		const flat = e.op("Reshape", [token, e.integers(-1)]);
		return e.op("Slice", [flat, e.integers(0), e.integers(1)]);
	});
	if (e.device !== "cpu") {
		e.op("Add", [x, e.op("Mul", [first, e.scalar(0)])], {}, out);
		return;
	}
	const rank = node.inputs[0].shape.length;
	const shape = e.once(`${token} keeps ${rank} sizes`, () => {
		// x < x is false for every number, NaN included.
		const never = e.op("Cast", [e.op("Less", [first, first])], { to: 7 });
		return e.op("Expand", [never, e.integers(rank)]);
	});
	e.op("Reshape", [x, shape], {}, out);
};

export const sum: Lowering<"sum"> = (e, node) => {
	const { axes, keepDims } = node.attributes;
	const x = e.name(node.inputs[0]);
	const out = node.outputs[0].name;
	if (axes.length === 0) e.op("Identity", [x], {}, out);
	else
		e.op(
			"ReduceSum",
			[x, e.integers(...axes)],
			{ keepdims: keepDims ? 1 : 0 },
			out,
		);
};

/** A named size keeps its place (0) or is the one that is left over (-1). */
export const reshape: Lowering<"reshape"> = (e, node) => {
	const [x] = node.inputs;
	const target = node.attributes.shape.map((dim, i) =>
		typeof dim === "number" ? dim : x.shape[i] === dim ? 0 : -1,
	);
	const out = node.outputs[0].name;
	e.op("Reshape", [e.name(x), e.integers(...target)], {}, out);
};

export const concat: Lowering<"concat"> = (e, node) => {
	const inputs = e.names(node.inputs);
	e.op("Concat", inputs, { axis: node.attributes.axis }, node.outputs[0].name);
};

export const split: Lowering<"split"> = (e, node) => {
	const { axis, sizes } = node.attributes;
	const inputs = [e.name(node.inputs[0]), e.integers(...sizes)];
	const outputs = e.names(node.outputs);
	e.node("Split", inputs, outputs, { axis });
};
