import { rotationMatrix } from "../../core/block-rotation.ts";
import type { FrozenTransform } from "../../graph/graph.ts";
import type { Attributes } from "../../graph/operations.ts";
import type { Lowering } from "./elementwise.ts";
import type { Emitter } from "./emitter.ts";

/** R or R^T of a block as a constant. */
function matrix(e: Emitter, block: number, inverse: boolean): string {
	const name = `rotation.${block}${inverse ? ".inverse" : ""}`;
	return e.once(name, () => {
		const data = Float32Array.from(rotationMatrix(block, inverse));
		e.initializer(name, "float32", [block, block], data);
		return name;
	});
}

/** x, of a known shape along the axis and behind it, times R along the axis. */
function rotated(
	e: Emitter,
	x: string,
	shape: readonly (number | string)[],
	{ axis, block, inverse }: Attributes<"rotateBlocks">,
	out?: string,
): string {
	const whole = shape[axis] === block;
	const inner = shape
		.slice(axis + 1)
		.reduce<number>((size, dim) => size * Number(dim), 1);
	const isLast = axis === shape.length - 1;
	if (isLast) {
		const r = matrix(e, block, inverse);
		if (whole) return e.op("MatMul", [x, r], {}, out);
		const blocks = e.op("Reshape", [x, e.integers(-1, block)]);
		return back(e, x, shape, e.op("MatMul", [blocks, r]), out);
	}
	// Along an axis that is not the last, a block of rows is multiplied from the left: by R^T for x R.
	const r = matrix(e, block, !inverse);
	if (whole && shape.length === 2) return e.op("MatMul", [r, x], {}, out);
	const blocks = e.op("Reshape", [x, e.integers(-1, block, inner)]);
	return back(e, x, shape, e.op("MatMul", [r, blocks]), out);
}

/** y in the shape of x: a constant if one size at most is open. */
function back(
	e: Emitter,
	x: string,
	shape: readonly (number | string)[],
	y: string,
	out?: string,
): string {
	const sizes = shape.map((size) => (typeof size === "string" ? -1 : size));
	const isKnown = sizes.filter((size) => size === -1).length <= 1;
	const target = isKnown ? e.integers(...sizes) : e.op("Shape", [x]);
	return e.op("Reshape", [y, target], {}, out);
}

export const rotateBlocks: Lowering<"rotateBlocks"> = (e, node) => {
	const [x] = node.inputs;
	const out = node.outputs[0].name;
	rotated(e, e.name(x), x.shape, node.attributes, out);
};

/**
 * A stored weight, or some of its rows, in the basis of a transform, as nodes. If the weight is constant, the runtime
 * computes them when the session opens.
 */
export function transformed(
	e: Emitter,
	stored: string,
	shape: readonly (number | string)[],
	{ gain, blocks }: FrozenTransform,
	out?: string,
): string {
	const axes = blocks.flatMap((block, axis) =>
		block === null ? [] : [{ axis, block, inverse: false }],
	);
	const isLast = (i: number) => i === axes.length - 1;
	const scaled =
		gain === null
			? stored
			: e.op(
					"Mul",
					[stored, e.stored(gain)],
					{},
					axes.length === 0 ? out : undefined,
				);
	return axes.reduce(
		(x, along, i) => rotated(e, x, shape, along, isLast(i) ? out : undefined),
		scaled,
	);
}
