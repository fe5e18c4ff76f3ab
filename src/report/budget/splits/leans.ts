import type { BudgetAnswer } from "../../../studies/budget/budget-result.ts";

/** What the score of an answer rests on. */
export function leanOf({
	measured,
	extrapolated,
}: BudgetAnswer): "measured" | "extrapolated" | "interpolated" {
	if (measured) return "measured";
	return extrapolated ? "extrapolated" : "interpolated";
}
