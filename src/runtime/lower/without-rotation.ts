import type { Value } from "../../graph/graph.ts";
import type { Emitter } from "./emitter.ts";

/**
 * (x W R) R^T = x W: if a product with a frozen weight is only read to be rotated back, the weight without that rotation,
 * whose product is then what the rotation would have given. Otherwise the weight itself.
 */
export function withoutRotation(
	e: Emitter,
	weight: Value,
	transposed: boolean,
	result: Value,
): Value {
	const leaf = e.frozen.get(weight.name);
	const readers = e.readers.get(result) ?? [];
	const [reader] = readers;
	if (!leaf?.transform || readers.length !== 1) return weight;
	if (reader === "output" || reader?.op !== "rotateBlocks") return weight;
	const { axis, block, inverse } = reader.attributes;
	const { gain, blocks } = leaf.transform;
	const outputAxis = transposed ? 0 : 1;
	if (axis !== 1 || !inverse || blocks[outputAxis] !== block) return weight;
	const name = `${weight.name}.straight`;
	e.frozen.set(name, {
		...leaf,
		tensor: { ...leaf.tensor, name: `${leaf.tensor.name}.straight` },
		transform: {
			gain,
			blocks: blocks.map((size, i) => (i === outputAxis ? null : size)),
		},
	});
	e.alias(reader.outputs[0], result.name);
	e.done.add(reader);
	return { ...weight, name };
}
