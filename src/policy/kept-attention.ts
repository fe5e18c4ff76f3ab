import type { Node } from "../graph/graph.ts";

/** Bytes of attention's probabilities that a step keeps for its backward pass. */
const budget = 2 ** 27;

/** Of the pairs of places of a row, those of which the CPU computes probabilities: four blocks of queries see keys up to their ends. */
const seenPairs = 5 / 8;

/**
 * The attention of as many layers as a budget has room for, at most `tokens` in a micro-batch. The last layers come first: their probabilities
 * are kept for the shortest time, when the values of fewer layers exist beside them.
 */
export function keptAttention(
	nodes: readonly Node[],
	tokens: number,
): ReadonlySet<Node> {
	const kept = new Set<Node>();
	let left = budget;
	for (const node of nodes.toReversed()) {
		if (node.op !== "attention") continue;
		// One row of all tokens has more pairs than several rows.
		left -= 4 * node.attributes.heads * seenPairs * tokens ** 2;
		if (left < 0) break;
		kept.add(node);
	}
	return kept;
}
