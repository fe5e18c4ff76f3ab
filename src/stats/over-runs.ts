import { type Estimate, z95 } from "./estimate.ts";
import { wilson } from "./share.ts";
import { boundsOf, spreadOfTable } from "./spread.ts";
import { isBinary, ratioOver, sharedQuestions, type Units } from "./unit.ts";
import { within } from "./within.ts";

/** What runs of several seeds have on an axis, with its 95% interval; null where no question is scored in all. */
export function meanOverRuns(runs: readonly Units[]): Estimate | null {
	const questions = sharedQuestions(runs);
	if (questions.length === 0 || runs.length === 0) return null;
	const table = runs.map((run) => ratioOver(run, questions).pulls);
	const spread = spreadOfTable(table);
	if (!runs.every(isBinary)) return boundsOf(spread, 0.025);
	if (runs.length === 1 || spread.error === 0)
		return wilson(spread.value * questions.length, questions.length);
	return within(0, boundsOf(spread, 0.025), 1);
}

/**
 * A measure of whole runs over seeds: what differs between seeds, and what each measure is unsure of for its own sample,
 * which is the same for all.
 */
export function meanOfMeasures(measures: readonly Estimate[]): Estimate | null {
	const n = measures.length;
	if (n === 0) return null;
	const value = measures.reduce((sum, one) => sum + one.value, 0) / n;
	const halves = measures.map(({ low, high }) => (high - low) / 2);
	const sampling = halves.reduce((sum, half) => sum + half, 0) / n / z95;
	const between =
		n > 1
			? measures.reduce((sum, one) => sum + (one.value - value) ** 2, 0) /
				((n - 1) * n)
			: 0;
	const total = between + sampling ** 2;
	if (total === 0) return { value, low: value, high: value };
	const freedom =
		between === 0
			? Number.POSITIVE_INFINITY
			: (total ** 2 * (n - 1)) / between ** 2;
	const spread = { value, error: Math.sqrt(total), freedom, skew: 0 };
	return boundsOf(spread, 0.025);
}
