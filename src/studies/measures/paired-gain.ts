import type { Unit } from "../../eval/stats/units.ts";
import { wilson, z95 } from "../../train/estimate.ts";
import {
	type Discordance,
	lowerDifference,
	upperDifference,
} from "../statistics/paired-score.ts";
import { type Bounds, boundsOf, spreadOfTable } from "../statistics/spread.ts";
import { tQuantile } from "../statistics/student-t.ts";

type Units = ReadonlyMap<string, Unit>;

export interface Gain extends Bounds {
	/** Questions that the base and all runs have a score for. */
	readonly questions: number;
}

interface Ratio {
	readonly value: number;
	/** What each question pulls the value by, and the value: their mean is the value. */
	readonly pulls: readonly number[];
}

/** A ratio of sums over questions, linearised (Cochran, Sampling Techniques, 3rd ed., section 6.4). */
function ratioOver(units: Units, questions: readonly string[]): Ratio {
	const picked = questions.map((question) => units.get(question) as Unit);
	const weight = picked.reduce((sum, unit) => sum + unit.weight, 0);
	const value = picked.reduce((sum, unit) => sum + unit.sum, 0) / weight;
	const mean = weight / picked.length;
	const pulls = picked.map(
		(unit) => value + (unit.sum - value * unit.weight) / mean,
	);
	return { value, pulls };
}

function shared(all: readonly Units[]): string[] {
	const [first = new Map<string, Unit>(), ...others] = all;
	return [...first.keys()].filter((question) =>
		others.every((units) => units.has(question)),
	);
}

function isBinary(units: Units): boolean {
	return [...units.values()].every(
		({ sum, weight }) => weight === 1 && (sum === 0 || sum === 1),
	);
}

/** Mean counts over runs. */
function discordance(
	base: Units,
	runs: readonly Units[],
	questions: readonly string[],
): Discordance {
	let better = 0;
	let worse = 0;
	for (const run of runs)
		for (const question of questions) {
			const change = run.get(question)!.sum - base.get(question)!.sum;
			if (change > 0) better++;
			else if (change < 0) worse++;
		}
	const count = runs.length;
	return {
		better: better / count,
		worse: worse / count,
		items: questions.length,
	};
}

/**
 * By how much runs of several seeds differ from the base, paired by question, with one-sided bounds at `alpha` each. Right
 * or wrong answers of one run have the bounds of the score test, which hold with few questions; everything else those of
 * the table of seeds by questions. Null where no question is scored in all.
 */
export function pairedGain(
	base: Units,
	runs: readonly Units[],
	alpha: number,
): Gain | null {
	const questions = shared([base, ...runs]);
	if (questions.length === 0 || runs.length === 0) return null;
	const before = ratioOver(base, questions);
	const table = runs.map((run) => {
		const { pulls } = ratioOver(run, questions);
		return pulls.map((pull, i) => pull - (before.pulls[i] ?? 0));
	});
	const spread = spreadOfTable(table);
	const count = questions.length;
	const binary = [base, ...runs].every(isBinary);
	// Equal changes in all questions say nothing of how rare the others are.
	if (!binary) return { ...boundsOf(spread, alpha), questions: count };
	if (runs.length > 1 && spread.error > 0)
		return {
			...possible(boundsOf(spread, alpha), before.value, count),
			questions: count,
		};
	const counts = discordance(base, runs, questions);
	const z = tQuantile(alpha, Number.POSITIVE_INFINITY);
	return {
		value: (counts.better - counts.worse) / count,
		low: lowerDifference(counts, z),
		high: upperDifference(counts, z),
		questions: count,
	};
}

/** What runs of several seeds have on an axis, with its 95% interval; null where no question is scored in all. */
export function meanOverRuns(runs: readonly Units[]): Bounds | null {
	const questions = shared(runs);
	if (questions.length === 0 || runs.length === 0) return null;
	const table = runs.map((run) => ratioOver(run, questions).pulls);
	const spread = spreadOfTable(table);
	if (!runs.every(isBinary)) return boundsOf(spread, 0.025);
	if (runs.length === 1 || spread.error === 0)
		return wilson(spread.value * questions.length, questions.length);
	return within(0, boundsOf(spread, 0.025), 1);
}

/** No run can lose more than the base has right, nor gain more than it has wrong, each as far as 95% intervals tell. */
function possible(gain: Bounds, base: number, questions: number): Bounds {
	const { low, high } = wilson(base * questions, questions);
	return within(-high, gain, 1 - low);
}

/** Shares, and their differences, end somewhere; Student's bounds do not. */
function within(least: number, bounds: Bounds, most: number): Bounds {
	const { value, low, high } = bounds;
	return { value, low: Math.max(least, low), high: Math.min(most, high) };
}

/**
 * A measure of whole runs over seeds: what differs between seeds, and what each measure is unsure of for its own sample,
 * which is the same for all.
 */
export function meanOfMeasures(measures: readonly Bounds[]): Bounds | null {
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
