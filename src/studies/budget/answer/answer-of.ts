import type { Estimate } from "../../../stats/estimate.ts";
import { type Allocation, pairShare } from "../allocation.ts";
import type { BudgetAnswer } from "../budget-result.ts";
import { recommend } from "../buy/recommend.ts";
import { indifference, type Known } from "./known.ts";
import { isBeyond } from "./measured.ts";
import { estimateOf, meansAt, scoreAt, scoresAt } from "./scores.ts";
import { splitsOf } from "./splits.ts";

/** The best split of a budget. Throws if the budget has no split. */
export function answerOf(budget: number, known: Known): BudgetAnswer {
	const { question, surface, measured } = known;
	const best = recommend(surface, question, budget);
	const split = { demonstrations: best.demonstrations, pairs: best.pairs };
	return {
		budget,
		...split,
		share: best.share,
		shareInterval: best.shareInterval,
		score: best.score,
		regret: best.regret,
		demonstrationsAlone: alone("demonstrations", budget, known),
		pairsAlone: alone("pairs", budget, known),
		measured: measured.has(split),
		extrapolated: isBeyond(split, measured),
		limitedByRows: isLimited(budget, split, known),
		along: along(budget, known),
	};
}

/** All of a budget on one kind; null without so many rows or any measurement of the kind. All rows in hand if they cost nothing. */
function alone(
	kind: keyof Allocation,
	budget: number,
	{ question, surface, measured, rows }: Known,
): Estimate | null {
	const { demonstration, pair } = question.prices;
	const price = kind === "pairs" ? pair : demonstration;
	const count = price === 0 ? rows[kind] : Math.floor(budget / price + 1e-9);
	if (count > rows[kind] || measured.most[kind] === 0) return null;
	return scoreAt(surface, { demonstrations: 0, pairs: 0, [kind]: count });
}

/** Whether the budget would buy a better split if there were more rows of a kind that costs something. */
function isLimited(
	budget: number,
	split: Allocation,
	{ question: { prices }, surface, rows }: Known,
): boolean {
	const without = (price: number, count: number) =>
		price === 0 ? count : Number.POSITIVE_INFINITY;
	const free = splitsOf(budget, prices, {
		demonstrations: without(prices.demonstration, rows.demonstrations),
		pairs: without(prices.pair, rows.pairs),
	}).filter(
		({ demonstrations, pairs }) =>
			demonstrations > rows.demonstrations || pairs > rows.pairs,
	);
	if (free.length === 0) return false;
	const [here = 0, ...others] = meansAt(surface, [split, ...free]);
	return Math.max(...others) > here + indifference * surface.seedNoise;
}

function along(
	budget: number,
	{ question, surface }: Known,
): BudgetAnswer["along"] {
	const { prices } = question;
	const splits = question
		.splits(budget)
		.map(({ demonstrations, pairs }) => ({ demonstrations, pairs }));
	const scores = scoresAt(surface, splits);
	return splits
		.map((split, i) => ({
			share: pairShare(split, prices),
			...split,
			score: estimateOf(scores[i] ?? []),
		}))
		.sort((a, b) => a.share - b.share || a.pairs - b.pairs);
}
