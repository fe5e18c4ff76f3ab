import { alpha95, type Estimate, z95 } from "./estimate.ts";
import { clusteredShare, wilson } from "./share.ts";
import { boundsOf, spreadOfTable } from "./spread.ts";
import {
	ratioOver,
	type Scale,
	scaleOf,
	sharedQuestions,
	type Units,
} from "./unit.ts";
import { wider, within } from "./within.ts";

/**
 * What one run, or runs of several seeds, have on an axis, with its 95% interval over questions. Shares of one run have
 * Wilson's, as do scores from 0 to 1 that are all equal; shares of several runs have the table's of runs by questions, no
 * narrower than Wilson's of the questions' mean shares; everything else has Student's with Hall's correction for skewness.
 * The interval is the value itself, and shows nothing, if there is one question or if scores without a limit are all equal.
 * Null if no question is scored in all.
 */
export function meanOverRuns(
	runs: readonly Units[],
	scale: Scale,
): Estimate | null {
	const questions = sharedQuestions(runs);
	if (questions.length === 0 || runs.length === 0) return null;
	const ratios = runs.map((run) => ratioOver(run, questions));
	const spread = spreadOfTable(ratios.map(({ pulls }) => pulls));
	const { value, error } = spread;
	const count = questions.length;
	const known = scaleOf(runs, scale);
	const one = runs.length === 1 || error === 0;
	if (one && (known === "share" || (known === "score" && error === 0)))
		return wilson(value * count, count);
	if (!Number.isFinite(error)) return { value, low: value, high: value };
	const bounds = boundsOf(spread, alpha95);
	if (known !== "share") return bounds;
	const shares = questions.map(
		(_, i) =>
			ratios.reduce((sum, { pulls }) => sum + (pulls[i] ?? 0), 0) /
			ratios.length,
	);
	return within(0, wider(bounds, clusteredShare(shares)), 1);
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
	const spread = {
		value,
		error: Math.sqrt(total),
		freedom,
		skew: 0,
		betweenRuns: 0,
	};
	return boundsOf(spread, alpha95);
}
