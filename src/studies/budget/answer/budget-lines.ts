import { type Allocation, costOf } from "../allocation.ts";
import type { BudgetResult } from "../budget-result.ts";
import type { Known } from "./known.ts";
import { estimateOf, meansAt, scoresAt } from "./scores.ts";
import { splitsOf } from "./splits.ts";

/** Budgets between the cheapest measured allocation and the largest budget for which the best split is sought. */
const steps = 24;

interface Best extends Allocation {
	readonly budget: number;
}

/** Best splits of a growing budget, ascending: the expansion path. The budgets of the question are among them. */
export function expansionOf(
	known: Known,
	answers: readonly Best[],
): BudgetResult["expansion"] {
	const given = new Map(answers.map((one) => [one.budget, one]));
	const lines = budgetsOf(known).map((budget) => {
		const own = given.get(budget);
		const splits = own
			? [own]
			: splitsOf(budget, known.question.prices, known.rows);
		return { budget, splits };
	});
	const means = meansAt(
		known.surface,
		lines.flatMap(({ splits }) => splits),
	);
	let from = 0;
	return lines.map(({ budget, splits }) => {
		const scores = means.slice(from, from + splits.length);
		from += splits.length;
		const best = splits[scores.indexOf(Math.max(...scores))];
		if (!best) throw new Error("a budget without a split");
		const { demonstrations, pairs } = best;
		return { budget, demonstrations, pairs };
	});
}

/** Geometric steps from the cheapest measured cost, and the budgets of the question. */
function budgetsOf({ question, measured }: Known): number[] {
	const { budgets, prices } = question;
	const costs = measured.allocations
		.map((cell) => costOf(cell, prices))
		.filter((cost) => cost > 0);
	const least = Math.min(...costs, ...budgets);
	const most = Math.max(...budgets);
	const between =
		least > 0 && least < most
			? Array.from(
					{ length: steps },
					(_, i) => least * (most / least) ** (i / steps),
				)
			: [];
	return [...new Set([...between, ...budgets])].sort((a, b) => a - b);
}

/**
 * Allocations that no other one beats by costing less and scoring more, among the expansion path and what was measured:
 * ascending by cost and by mean score.
 */
export function frontierOf(
	{ surface, question: { prices }, measured, rows }: Known,
	expansion: BudgetResult["expansion"],
): BudgetResult["frontier"] {
	const inHand = measured.allocations.filter(
		({ demonstrations, pairs }) =>
			demonstrations <= rows.demonstrations && pairs <= rows.pairs,
	);
	const all = [...expansion, ...inHand].map(({ demonstrations, pairs }) => ({
		demonstrations,
		pairs,
	}));
	const scores = scoresAt(surface, all);
	const points = all
		.map((allocation, i) => ({
			cost: costOf(allocation, prices),
			...allocation,
			score: estimateOf(scores[i] ?? []),
			measured: measured.has(allocation),
		}))
		.sort((a, b) => a.cost - b.cost || b.score.value - a.score.value);
	let best = Number.NEGATIVE_INFINITY;
	return points.filter(({ score }) => {
		const better = score.value > best;
		if (better) best = score.value;
		return better;
	});
}
