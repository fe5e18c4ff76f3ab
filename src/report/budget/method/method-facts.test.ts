import { expect, test } from "vitest";
import type { BudgetResult } from "../../../studies/budget/budget-result.ts";
import { sampleBudget } from "../testing/sample-budget.ts";
import { budgetView } from "../view/budget-view.ts";
import { methodFacts } from "./method-facts.ts";

test("the grid is called whole only if nothing of it is left", () => {
	const sample = sampleBudget();
	const bought = (ended: BudgetResult["bought"]["ended"]) => {
		const own = { ...sample.bought, trials: 30, grid: 24, ended };
		const [first] = methodFacts(budgetView({ ...sample, bought: own }, "en"));
		return first?.lines[0];
	};
	expect(bought("exhausted")).toBe("All 24 trials of the grid were trained.");
	expect(bought("limit")).toMatch(/^30 trials were trained in place of the 24/);
});
