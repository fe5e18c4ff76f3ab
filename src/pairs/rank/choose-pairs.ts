import { type AnswerComparison, winShares } from "./comparison.ts";
import { confidenceOf } from "./confidence.ts";

/** Which comparisons of a prompt become pairs. */
export interface PairRule {
	/** What evidence is multiplied by to become log-odds. */
	readonly scale: number;
	/** Least confidence. */
	readonly minConfidence: number;
	/** Least evidence, in the unit of the judge. */
	readonly margin: number;
	/** Most pairs of one prompt. */
	readonly perPrompt: number;
}

/** A pair of answers to one prompt, each named by its index. */
export interface ChosenPair {
	readonly chosen: number;
	readonly rejected: number;
	/** Above 0, in the unit of the judge. */
	readonly evidence: number;
	readonly confidence: number;
}

/** Why a comparison did not become a pair. */
export const unchosen = ["undecided", "confidence", "margin", "limit"] as const;
export type Unchosen = (typeof unchosen)[number];

export interface Choice {
	readonly pairs: readonly ChosenPair[];
	readonly dropped: Readonly<Record<Unchosen, number>>;
}

/**
 * The pairs of one prompt: of the comparisons that decide with enough confidence and margin, the `perPrompt` strongest. A
 * comparison is stronger with more evidence; of equal evidence, if its answers differ more in the share of all comparisons of
 * the prompt that they win; of equal shares, if it comes first.
 */
export function choosePairs(
	answers: number,
	comparisons: readonly AnswerComparison[],
	{ scale, minConfidence, margin, perPrompt }: PairRule,
): Choice {
	const shares = winShares(answers, comparisons);
	const edge = ({ chosen, rejected }: ChosenPair) =>
		(shares[chosen] ?? 0) - (shares[rejected] ?? 0);
	const dropped = { undecided: 0, confidence: 0, margin: 0, limit: 0 };
	const candidates: ChosenPair[] = [];
	for (const { a, b, evidence } of comparisons) {
		const confidence = confidenceOf(evidence, scale);
		if (evidence === 0 || confidence === 0.5) dropped.undecided++;
		else if (confidence < minConfidence) dropped.confidence++;
		else if (Math.abs(evidence) < margin) dropped.margin++;
		else {
			const [chosen, rejected] = evidence > 0 ? [a, b] : [b, a];
			const size = Math.abs(evidence);
			candidates.push({ chosen, rejected, evidence: size, confidence });
		}
	}
	candidates.sort(
		(one, other) => other.evidence - one.evidence || edge(other) - edge(one),
	);
	dropped.limit = Math.max(0, candidates.length - perPrompt);
	return { pairs: candidates.slice(0, perPrompt), dropped };
}

/**
 * The index of the best answer to a prompt: the highest score, the first of equal ones. If right answers are known to score
 * `rightFrom` or more, the best must be right; otherwise it must be better than another answer. Null if there is none.
 */
export function bestAnswer(
	scores: readonly (number | null)[],
	rightFrom: number | null,
): number | null {
	const known = scores.filter((score) => score !== null);
	const best = Math.max(...known);
	const good =
		rightFrom === null ? best > Math.min(...known) : best >= rightFrom;
	return known.length > 0 && good ? scores.indexOf(best) : null;
}
