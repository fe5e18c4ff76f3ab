import { pairShare } from "../../../studies/budget/allocation.ts";
import type {
	BudgetCell,
	BudgetResult,
} from "../../../studies/budget/budget-result.ts";

/** A cell counts for a budget if its cost is within this part of it. */
const near = 0.06;

/** Whether a cost is about a budget. */
export const isNear = (cost: number, budget: number): boolean =>
	Math.abs(cost - budget) <= near * budget;

/** Cells with a score that cost about as much as a budget, with the shares of their costs that go to pairs. */
export function cellsNear(
	{ cells, prices }: BudgetResult,
	budget: number,
): {
	readonly cell: BudgetCell;
	readonly share: number;
}[] {
	return cells
		.filter(({ score, cost }) => score !== null && isNear(cost, budget))
		.map((cell) => ({ cell, share: pairShare(cell, prices) }));
}
