import type { Recipe } from "../../recipes/schemas/recipe-schema.ts";

/**
 * Share of the steps of a run that each of its stages has, which add up to 1: by their lengths if all are given in steps
 * or all in epochs, and the same for each otherwise.
 */
export function stageShares(
	stages: readonly Pick<Recipe, "length">[],
): number[] {
	const kinds = new Set(stages.map(({ length }) => length.kind));
	const lengths = stages.map(({ length }) =>
		kinds.size === 1 ? length.count : 1,
	);
	const all = lengths.reduce((total, one) => total + one, 0);
	return lengths.map((length) => length / all);
}

/**
 * Divides a number of steps into whole numbers in proportion to shares, each at least 1. What rounding down leaves over
 * goes to the largest remainders, the first of equal ones before the others. `steps`: at least one for each share.
 */
export function stepsOfStages(
	steps: number,
	shares: readonly number[],
): number[] {
	const exact = shares.map((share) => steps * share);
	const counts = exact.map(Math.floor);
	const over = steps - counts.reduce((total, one) => total + one, 0);
	const remainder = (at: number) => (exact[at] ?? 0) % 1;
	const order = [...counts.keys()].toSorted(
		(a, b) => remainder(b) - remainder(a) || a - b,
	);
	for (const at of order.slice(0, over)) counts[at] = (counts[at] ?? 0) + 1;
	for (const at of counts.keys())
		if (counts[at] === 0) {
			const most = counts.indexOf(Math.max(...counts));
			counts[most] = (counts[most] ?? 0) - 1;
			counts[at] = 1;
		}
	return counts;
}
