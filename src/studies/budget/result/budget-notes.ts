import type { BudgetRecipe } from "../../../recipes/parse/parse-budget.ts";
import { allocationsOf } from "../cells/allocations.ts";
import { pricesOf } from "../cells/plan.ts";
import type { BudgetNote } from "../cells/state.ts";
import type { PromptPool } from "../rows/prompt-pool.ts";

/** What a reader should know before anything is trained, and what no number says. */
export function budgetNotes(
	recipe: BudgetRecipe,
	pool: PromptPool,
): BudgetNote[] {
	const { budgets, design, sharedPrompts } = recipe;
	const all = allocationsOf(
		budgets,
		design.ratios,
		pricesOf(recipe),
		() => true,
	);
	const left = all.filter((allocation) => !pool.holds(allocation)).length;
	const notes: BudgetNote[] = [];
	if (left > 0)
		notes.push({
			kind: "without-rows",
			values: { cells: left, of: all.length },
		});
	if (pool.shared > 0 && sharedPrompts === "never")
		notes.push({ kind: "shared-prompts", values: { prompts: pool.shared } });
	return notes;
}
