import type { BudgetRecipe } from "../../../recipes/parse/parse-budget.ts";
import type { EndedStudy } from "../../study.ts";
import { anchorsOf } from "../cells/advance.ts";
import { allocationsOf } from "../cells/allocations.ts";
import { pricesOf } from "../cells/plan.ts";
import type { BudgetNote, BudgetTypes } from "../cells/state.ts";
import type { PreparedBudget } from "../prepare-budget.ts";

/** What a reader should know and no other number says. */
export function budgetNotes(
	recipe: BudgetRecipe,
	{ pool, plan }: PreparedBudget,
	{ decisions, failures, done }: EndedStudy<BudgetTypes>,
): BudgetNote[] {
	const { budgets, design } = recipe;
	const prices = pricesOf(recipe);
	const all = allocationsOf(budgets, design.ratios, prices, () => true);
	const left = all.filter((allocation) => !pool.holds(allocation)).length;
	const failed = [...failures.keys()].filter((id) => !done.has(id)).length;
	const edges = (["demonstrations", "pairs", "untouched"] as const).flatMap(
		(stage) => {
			const rates = plan.rates[stage];
			const anchors = anchorsOf(stage, decisions) ?? [];
			return anchors.flatMap(({ prompts, chosen }): BudgetNote[] =>
				rates.length > 1 && (chosen === rates[0] || chosen === rates.at(-1))
					? [
							{
								kind: "rate-at-edge",
								values: { stage, prompts, learningRate: chosen },
							},
						]
					: [],
			);
		},
	);
	return [
		...(left > 0
			? [{ kind: "without-rows", values: { cells: left, of: all.length } }]
			: []),
		...(failed > 0 ? [{ kind: "failed", values: { jobs: failed } }] : []),
		...edges,
	];
}
