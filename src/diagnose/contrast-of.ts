import { meanOverRuns } from "../stats/over-runs.ts";
import { pairedDifference } from "../stats/paired/paired-difference.ts";
import type { Scale, Units } from "../stats/unit.ts";
import type { Contrast } from "./contrast.ts";

/** The means of two measures and their paired difference, over the questions that both have; null if there are none. */
export function contrastOf(
	base: Units,
	tuned: Units,
	scale: Scale,
): Contrast | null {
	const shared = (units: Units, other: Units) =>
		new Map([...units].filter(([question]) => other.has(question)));
	const [before, after] = [shared(base, tuned), shared(tuned, base)];
	const difference = pairedDifference(before, [after], scale);
	if (difference === null) return null;
	const { questions, value, low, high } = difference;
	return {
		questions,
		base: meanOverRuns([before], scale),
		tuned: meanOverRuns([after], scale),
		difference: { value, low, high },
	};
}
