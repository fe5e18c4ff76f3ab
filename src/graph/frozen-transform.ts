import { rotateBlocks } from "../core/block-rotation.ts";
import type { FrozenTransform } from "./graph.ts";

/** Transforms a weight of the given shape in place. `gain`: the values of the transform's own, null if it has none. */
export function applyTransform(
	data: Float32Array | Float64Array,
	shape: readonly number[],
	gain: ArrayLike<number> | null,
	{ blocks }: Pick<FrozenTransform, "blocks">,
): void {
	if (gain)
		for (let i = 0; i < data.length; i++)
			data[i] = (data[i] as number) * (gain[i % gain.length] as number);
	blocks.forEach((block, axis) => {
		if (block === null) return;
		const inner = shape.slice(axis + 1).reduce((size, n) => size * n, 1);
		rotateBlocks(data, { length: shape[axis] as number, inner, block });
	});
}
