import { alpha95, type Estimate } from "../../stats/estimate.ts";
import { partialSpearman } from "../../stats/spearman.ts";
import { tQuantile } from "../../stats/student-t.ts";
import type { Diagnosis, TunedDiagnosis } from "./diagnosis.ts";

/** Tuned models below which a correlation over them is not computed. */
export const leastRuns = 5;

interface Observation {
	readonly consistency: number;
	readonly accuracy: number;
	readonly base: number;
}

/**
 * Spearman's partial correlation of consistency with the base (mean rank correlation of option probabilities) and accuracy,
 * controlling for the base's accuracy (arXiv 2402.18243). Every pair of a tuned model and a task is an observation. With one
 * task the interval is Fisher's; with several, the tasks of one model are not independent of each other, and the interval is
 * that of a jackknife that leaves out one model at a time, on Fisher's scale. Null below five models, if no task has options,
 * or if something does not vary.
 */
export function partialCorrelationOf(
	tuned: readonly TunedDiagnosis[],
): Diagnosis["partialCorrelation"] {
	if (tuned.length < leastRuns) return null;
	const runs = tuned.map(observationsOf).filter(({ length }) => length > 0);
	const observations = runs.flat().length;
	const fisher = correlationOver(runs.flat());
	if (fisher === null) return null;
	const value =
		observations === runs.length ? fisher : jackknife(runs, fisher.value);
	return value === null ? null : { runs: runs.length, observations, value };
}

function observationsOf({ tasks }: TunedDiagnosis): Observation[] {
	return tasks.flatMap(({ rankCorrelation, score: { base, tuned } }) =>
		rankCorrelation && base && tuned
			? [
					{
						consistency: rankCorrelation.value,
						accuracy: tuned.value,
						base: base.value,
					},
				]
			: [],
	);
}

function correlationOver(
	observations: readonly Observation[],
): Estimate | null {
	const column = (key: keyof Observation) =>
		observations.map((one) => one[key]);
	return partialSpearman(
		column("consistency"),
		column("accuracy"),
		column("base"),
	);
}

/** Fisher's transformation, finite for a correlation of 1 too. */
function fisherOf(value: number): number {
	return Math.atanh(Math.max(-0.999, Math.min(0.999, value)));
}

/** Efron and Tibshirani, An Introduction to the Bootstrap, chapter 11. Null if a value without one run is not defined. */
function jackknife(
	runs: readonly (readonly Observation[])[],
	value: number,
): Estimate | null {
	const without = runs.map((_, i) =>
		correlationOver(runs.filter((_, j) => j !== i).flat()),
	);
	const scores = without.flatMap((one) =>
		one === null ? [] : [fisherOf(one.value)],
	);
	const n = runs.length;
	if (scores.length < n || n < leastRuns) return null;
	const middle = scores.reduce((sum, one) => sum + one, 0) / n;
	const squares = scores.reduce((sum, one) => sum + (one - middle) ** 2, 0);
	const half = tQuantile(alpha95, n - 1) * Math.sqrt((squares * (n - 1)) / n);
	const z = fisherOf(value);
	return {
		value,
		low: Math.min(value, Math.tanh(z - half)),
		high: Math.max(value, Math.tanh(z + half)),
	};
}
