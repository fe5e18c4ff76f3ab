import type { Estimate } from "../../stats/estimate.ts";
import { wilson } from "../../stats/share.ts";

export function logistic(x: number): number {
	return 1 / (1 + Math.exp(-x));
}

/** The probability, 0.5 to 1, that the preferred answer is the better one: the sigmoid of evidence times scale. */
export function confidenceOf(evidence: number, scale: number): number {
	return logistic(Math.abs(evidence) * scale);
}

/** Scales above this are certainty: the sigmoid of the smallest evidence is 1. */
const largestScale = 1e6;

/**
 * The scale under which confidences fit labelled pairs: maximum likelihood of the sigmoid of scale times evidence, which is
 * signed so that above 0 agrees with the label. As in Platt scaling (Platt 1999), the targets are (N+ + 1) / (N+ + 2) and
 * 1 / (N- + 2) instead of 1 and 0, so few pairs do not give certainty. It is 0 if the judge agrees no more often than by chance;
 * null if no evidence decides.
 */
export function fitScale(evidence: readonly number[]): number | null {
	const decided = evidence.filter((one) => one !== 0);
	if (decided.length === 0) return null;
	const agree = decided.filter((one) => one > 0).length;
	const [right, wrong] = [
		(agree + 1) / (agree + 2),
		1 / (decided.length - agree + 2),
	];
	const slope = (scale: number) =>
		decided.reduce((sum, one) => {
			const target = one > 0 ? right : wrong;
			const size = Math.abs(one);
			return sum + size * (target - logistic(size * scale));
		}, 0);
	if (slope(0) <= 0) return 0;
	let [low, high] = [0, 1];
	while (slope(high) > 0 && high < largestScale) [low, high] = [high, high * 2];
	for (let i = 0; i < 60; i++) {
		const middle = (low + high) / 2;
		if (slope(middle) > 0) low = middle;
		else high = middle;
	}
	return (low + high) / 2;
}

/** A pair with its confidence, and whether it is right: 1, 0, or a half if there is no decision. */
export interface Checked {
	readonly confidence: number;
	readonly right: number;
}

/** Pairs whose confidences are alike. */
export interface ConfidenceBin {
	readonly from: number;
	readonly to: number;
	readonly pairs: number;
	/** Mean confidence. */
	readonly confidence: number;
	/** Share that is right, with Wilson's 95% interval. */
	readonly right: Estimate;
}

const edges = [0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1];

/** The share of pairs that are right, by confidence. Bins without pairs are left out. */
export function confidenceBins(pairs: readonly Checked[]): ConfidenceBin[] {
	return edges.slice(0, -1).flatMap((from, i) => {
		const to = edges[i + 1] as number;
		const inside = pairs.filter(
			({ confidence }) =>
				confidence >= from &&
				(confidence < to || (to === 1 && confidence <= 1)),
		);
		const n = inside.length;
		if (n === 0) return [];
		const sum = (of: (pair: Checked) => number) =>
			inside.reduce((total, pair) => total + of(pair), 0);
		const confidence = sum((pair) => pair.confidence) / n;
		const right = wilson(
			sum((pair) => pair.right),
			n,
		);
		return [{ from, to, pairs: n, confidence, right }];
	});
}
