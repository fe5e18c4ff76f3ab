import type { Group } from "./example.ts";

/** Groups of rows as micro-batches of at most `tokens` tokens; a larger group has a micro-batch of its own. */
export function microBatchesOf(
	groups: readonly Group[],
	tokens: number,
): Group[][] {
	const lengths = groups.map((group) =>
		group.reduce((sum, { ids }) => sum + ids.length, 0),
	);
	return groupRows([...groups.keys()], lengths, tokens).map((indices) =>
		indices.map((index) => groups[index] as Group),
	);
}

/** A group whose rows need not meet, in parts of at most `tokens` tokens. */
export function splitGroup(group: Group, tokens: number): Group[] {
	const parts: Group[] = [];
	let part: Group[number][] = [];
	let size = 0;
	for (const row of group) {
		if (part.length > 0 && size + row.ids.length > tokens) {
			parts.push(part);
			part = [];
			size = 0;
		}
		part.push(row);
		size += row.ids.length;
	}
	return part.length > 0 ? [...parts, part] : parts;
}

/**
 * Cost of the attention of one row, in tokens, per square of the length it is padded to: about what two products and
 * a softmax over all layers are to the rest of a token's work in a model of 100 to 500 million parameters.
 */
const attentionCost = 1e-3;

/** Fixed cost of a micro-batch, in tokens: weights are read and gradients added once more. */
const microBatchCost = 64;

/** The time of a micro-batch of rows of these lengths, as so many tokens that see nothing but themselves. */
export function microBatchCostOf(lengths: readonly number[]): number {
	const tokens = lengths.reduce((sum, length) => sum + length, 0);
	const longest = Math.max(...lengths);
	return microBatchCost + tokens + attentionOf(lengths.length, longest);
}

function attentionOf(rows: number, longest: number): number {
	return attentionCost * rows * longest ** 2;
}

/**
 * Groups rows into micro-batches of at most `capacity` tokens (a longer row has one of its own), so that
 * sum over micro-batches of [fixed cost + a * rows * longest^2] is the least of all groupings of the rows in order of
 * length. The tokens themselves cost the same in every grouping. Longest first, so that memory peaks at the start.
 */
export function groupRows(
	rows: readonly number[],
	lengths: readonly number[],
	capacity: number,
): number[][] {
	const lengthOf = (row: number) => lengths[row] ?? 0;
	const sorted = [...rows].sort((a, b) => lengthOf(b) - lengthOf(a) || a - b);
	// best[i]: least cost of the first i rows; from[i]: where the last group of that grouping begins.
	const best = new Float64Array(sorted.length + 1).fill(Infinity);
	const from = new Int32Array(sorted.length + 1);
	best[0] = 0;
	for (let begin = 0; begin < sorted.length; begin++) {
		const longest = lengthOf(sorted[begin] as number);
		let tokens = 0;
		for (let end = begin + 1; end <= sorted.length; end++) {
			tokens += lengthOf(sorted[end - 1] as number);
			if (tokens > capacity && end > begin + 1) break;
			const attention = attentionOf(end - begin, longest);
			const cost = (best[begin] ?? 0) + microBatchCost + attention;
			// Of equals the later cut: earlier groups are the fuller ones.
			if (cost <= (best[end] ?? 0)) {
				best[end] = cost;
				from[end] = begin;
			}
		}
	}
	const groups: number[][] = [];
	for (let end = sorted.length; end > 0; end = from[end] ?? 0) {
		groups.unshift(sorted.slice(from[end], end));
	}
	return groups;
}
