import type { Node } from "../graph/graph.ts";

/** Bytes of attention's probabilities that a micro-batch keeps for its backward pass. */
export const keptBytes = 96 * 2 ** 20;

/**
 * Of the pairs of places of a row, those that have a probability: queries in four blocks of places see keys up to their block's end (decision
 * 0278). A length that four does not divide adds less than four pairs.
 */
export const seenPairs = 5 / 8;

/**
 * The attention of as many layers as `keptBytes` have room for. The last layers come first: their probabilities are kept for the shortest time,
 * when the values of fewer layers exist beside them. `pairs`: of places in the largest micro-batch, rows * longest^2.
 */
export function keptAttention(
	nodes: readonly Node[],
	pairs: number,
): ReadonlySet<Node> {
	const kept = new Set<Node>();
	let left = keptBytes;
	for (const node of nodes.toReversed()) {
		if (node.op !== "attention") continue;
		left -= 4 * node.attributes.heads * seenPairs * pairs;
		if (left < 0) break;
		kept.add(node);
	}
	return kept;
}

/**
 * Pairs of places, rows * longest^2, in the largest micro-batch of at most `tokens` tokens. One row has more of them than several, but for up to
 * 64,000 pairs of padding that a plan accepts (decision 0023). `byTwos`: the two answers of a pair may share the tokens of their prompt and stay
 * together however long they are; and an empty row may stand beside one that is held to an anchor.
 */
export function largestPairs(tokens: number, byTwos: boolean): number {
	return (byTwos ? 2 : 1) * tokens ** 2;
}
