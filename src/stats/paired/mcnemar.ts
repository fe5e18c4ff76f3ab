import { binomialDistribution } from "simple-statistics";
import { TemperError } from "../../core/error.ts";

/**
 * McNemar's exact test (McNemar 1947): the two-sided probability of pairs that changed as unevenly as these, were either
 * direction as likely. 1 if none changed.
 */
export function mcnemar(rightToWrong: number, wrongToRight: number): number {
	const changed = rightToWrong + wrongToRight;
	if (changed === 0) return 1;
	const cells = binomialDistribution(changed, 0.5);
	if (cells === undefined)
		throw new TemperError("internal", {
			where: "McNemar's test",
			expected: "fewer pairs that changed",
			found: String(changed),
		});
	const fewer = Math.min(rightToWrong, wrongToRight);
	const tail = cells.slice(0, fewer + 1).reduce((sum, p) => sum + p, 0);
	return Math.min(1, 2 * tail);
}
