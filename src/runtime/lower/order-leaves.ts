import type { NodeProto } from "../proto.ts";

/**
 * The same nodes, those that no other node reads last and in reverse. The runtime visits such nodes from the last to the
 * first and computes before each what it needs. So the gradients of the upper layers, which were emitted first, are
 * taken before the backward pass goes further down, and what they read is released; left where they are, all of them
 * would wait for the end, and every activation with them.
 */
export function orderLeaves(nodes: readonly NodeProto[]): NodeProto[] {
	const read = new Set(nodes.flatMap(({ input }) => input));
	const feeds = ({ output }: NodeProto) =>
		output.some((name) => read.has(name));
	const leaves = nodes.filter((node) => !feeds(node));
	return [...nodes.filter(feeds), ...leaves.reverse()];
}
