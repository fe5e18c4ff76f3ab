import type { BudgetRecipe } from "../../../recipes/parse/parse-budget.ts";
import type { EndedStudy } from "../../study.ts";
import type { BudgetResult } from "../budget-result.ts";
import type { BudgetTypes } from "../cells/state.ts";
import type { PreparedBudget } from "../prepare-budget.ts";

export function budgetResult(
	_recipe: BudgetRecipe,
	_prepared: PreparedBudget,
	_ended: EndedStudy<BudgetTypes>,
): BudgetResult {
	throw new Error("to come");
}
