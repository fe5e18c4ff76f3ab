import type { BudgetResult } from "../budget-result.ts";
import { recommend } from "../buy/recommend.ts";
import type { Known } from "./known.ts";
import { splitsOf } from "./splits.ts";

/** Prices of a pair over that of a demonstration. */
export const ratios = [1 / 3, 1 / 2, 1, 2, 3] as const;

/**
 * The best split of each budget if a pair had another price. The price of a demonstration stays, so the budget buys as many
 * demonstrations as before. Empty if demonstrations cost nothing, for then no ratio is defined.
 */
export function sensitivityOf({
	surface,
	question,
	rows,
}: Known): BudgetResult["sensitivity"] {
	const { demonstration } = question.prices;
	if (demonstration === 0) return [];
	return question.budgets.flatMap((budget) =>
		ratios.map((ratio) => {
			const prices = { demonstration, pair: ratio * demonstration };
			const { demonstrations, pairs, share, shareInterval, score } = recommend(
				surface,
				{ prices, splits: (money) => splitsOf(money, prices, rows) },
				budget,
			);
			return {
				...{ ratio, budget, demonstrations, pairs },
				...{ share, shareInterval, score },
			};
		}),
	);
}
