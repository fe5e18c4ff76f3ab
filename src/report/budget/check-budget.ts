import {
	type BudgetResult,
	budgetResultSchema,
} from "../../studies/budget/budget-result.ts";
import { checkAgainst } from "../files/check-against.ts";

/** The value as a budget study's result. Throws `data` with the file and the key if it is not one. */
export function checkBudget(value: unknown, file: string): BudgetResult {
	return checkAgainst(budgetResultSchema, value, {
		file,
		what: "a budget study's result",
		hint: "A budget study writes report.json into its folder.",
	});
}
