import type { Value } from "../../../graph/graph.ts";
import type { Emitter } from "../emitter.ts";
import { backProduct, logitsOf, rowsOf } from "./head-products.ts";
import { logSum, reduce } from "./log-sum.ts";

/** Rows whose scores are computed together. */
export interface Chunk {
	/** [s, C] */
	readonly hidden: string;
	/** [s] */
	readonly targets: string;
}

/** What the logits of some words say of each row, [s, 1]. */
export interface WordScores {
	/** The target's logit. */
	readonly chosen: string;
	readonly top: string;
	/** log sum exp of the logits. */
	readonly total: string;
	/** With P the probabilities of these words: P W [s, C] if a gradient is wanted, else the mean logit. */
	readonly mean: string;
}

export interface ChunkResult {
	/**
	 * logProb, entropy and top1, [s, 3]: in one tensor, so that all of a chunk is computed before the next one. Apart,
	 * they would be asked for one after the other, and the logits of all chunks would wait for the last.
	 */
	readonly scores: string;
	/** Null if no gradient is wanted. */
	readonly unit: string | null;
}

/** `scores` of all words. */
export function chunkResult(
	e: Emitter,
	{ hidden, targets }: Chunk,
	head: Value,
	{
		scores,
		wantsUnit,
	}: { readonly scores: WordScores; readonly wantsUnit: boolean },
): ChunkResult {
	const { chosen, top, total, mean } = scores;
	const hit = e.op("GreaterOrEqual", [chosen, top]);
	// Without another pass over the vocabulary: sum P (h W^T) = h (P W).
	const logit = wantsUnit
		? reduce(e, "ReduceSum", e.op("Mul", [hidden, mean]), true)
		: mean;
	const row = rowsOf(e, head, targets);
	const columns = [
		e.op("Sub", [chosen, total]),
		e.op("Sub", [total, logit]),
		e.op("Cast", [hit], { to: 1 }),
	];
	return {
		scores: e.op("Concat", columns, { axis: 1 }),
		unit: wantsUnit ? e.op("Sub", [row, mean]) : null,
	};
}

/** Scores, and the logits and probabilities of every word, [s, V]. */
export function wholeScores(
	e: Emitter,
	{ hidden, targets }: Chunk,
	head: Value,
	wantsUnit: boolean,
): {
	readonly scores: WordScores;
	readonly p: string;
	readonly logits: string;
} {
	const logits = logitsOf(e, hidden, head);
	const p = e.op("Softmax", [logits], { axis: -1 });
	const { top, total } = logSum(e, logits, p);
	const column = e.op("Unsqueeze", [targets, e.integers(-1)]);
	const chosen = e.op("GatherElements", [logits, column], { axis: 1 });
	const mean = wantsUnit
		? backProduct(e, p, head, true)
		: reduce(e, "ReduceSum", e.op("Mul", [p, logits]), true);
	return { scores: { chosen, top, total, mean }, p, logits };
}
