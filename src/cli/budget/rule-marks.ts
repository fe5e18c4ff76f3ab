import type { BudgetPlan } from "../../studies/budget/plan/budget-plan.ts";
import type { RuleId } from "../../studies/budget/plan/rules.ts";

/** ` [2, 8]`: where a plan's list of rules has these; nothing if it has none of them. */
export function marksOf(
	{ rules }: Pick<BudgetPlan, "rules">,
	ids: readonly RuleId[],
): string {
	const places = rules.flatMap(({ id }, at) =>
		ids.includes(id) ? [at + 1] : [],
	);
	return places.length === 0 ? "" : ` [${places.join(", ")}]`;
}
