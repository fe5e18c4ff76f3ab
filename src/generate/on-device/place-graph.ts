import type { Graph, Value } from "../../graph/graph.ts";
import { Ops } from "../../graph/ops.ts";

export const placedName = (name: string) => `${name}.placed`;

/** Outputs that are equal to the inputs: run on a device, it moves them there. */
export function placeGraph(inputs: readonly Value[]): Graph {
	const ops = new Ops();
	for (const { name, shape } of inputs)
		ops.output(placedName(name), ops.reshape(ops.input(name, shape), shape));
	return ops.graph();
}
