import type { BothOrders } from "../../eval/scorers/judge.ts";
import { pointsOf } from "../../eval/scorers/judge.ts";

/** What a judge says about two answers to one prompt, each named by its index. */
export interface AnswerComparison {
	readonly a: number;
	readonly b: number;
	/** How strongly the judge prefers `a` (above 0) or `b` (below 0), in a unit of its own; 0 if it does not decide. */
	readonly evidence: number;
	/** The verdicts in both orders; null for a judge that scores each answer by itself. */
	readonly orders: BothOrders | null;
}

/** Every pair of `n` answers once, in rounds in which each answer occurs at most once (the circle method). */
export function roundRobin(n: number): [number, number][] {
	const seats = n + (n % 2);
	const pairs: [number, number][] = [];
	const others = Array.from({ length: seats - 1 }, (_, i) => i + 1);
	for (let round = 0; round < seats - 1; round++) {
		const circle = [0, ...others];
		for (let i = 0; i < seats / 2; i++) {
			const [a, b] = [circle[i] as number, circle[seats - 1 - i] as number];
			// With an odd number of answers, the last seat is empty.
			if (a < n && b < n) pairs.push([a, b]);
		}
		others.unshift(others.pop() as number);
	}
	return pairs;
}

/** The share of its comparisons that each answer wins, ties counted half; null for an answer that is in none. */
export function winShares(
	answers: number,
	comparisons: readonly AnswerComparison[],
): (number | null)[] {
	const points = Array.from({ length: answers }, () => ({ sum: 0, count: 0 }));
	const give = (answer: number, sum: number) => {
		const own = points[answer];
		if (own === undefined) return;
		own.sum += sum;
		own.count++;
	};
	for (const { a, b, evidence, orders } of comparisons) {
		const won =
			orders === null ? (Math.sign(evidence) + 1) / 2 : pointsOf(orders);
		give(a, won);
		give(b, 1 - won);
	}
	return points.map(({ sum, count }) => (count === 0 ? null : sum / count));
}
