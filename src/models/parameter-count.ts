import type { Architecture } from "./architecture.ts";

/** Numbers in all tensors of a checkpoint. */
export function parameterCount({
	tensors,
}: Pick<Architecture, "tensors">): number {
	let sum = 0;
	for (const shape of tensors.values())
		sum += shape.reduce((product, size) => product * size, 1);
	return sum;
}
