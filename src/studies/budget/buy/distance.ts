import type { Allocation } from "../allocation.ts";

/** Squared distance over log(1 + n / least positive number) of each kind. */
export function distanceOver(
	candidates: readonly Allocation[],
): (a: Allocation, b: Allocation) => number {
	const least = (counts: readonly number[]) =>
		Math.min(...counts.filter((n) => n > 0), Number.MAX_VALUE);
	const demonstrations = least(candidates.map((at) => at.demonstrations));
	const pairs = least(candidates.map((at) => at.pairs));
	return (a, b) =>
		Math.log(
			(demonstrations + a.demonstrations) / (demonstrations + b.demonstrations),
		) **
			2 +
		Math.log((pairs + a.pairs) / (pairs + b.pairs)) ** 2;
}
