import type { Estimate } from "./estimate.ts";
import {
	type Discordance,
	lowerDifference,
	upperDifference,
} from "./paired-score.ts";
import { wilson } from "./share.ts";
import { boundsOf, spreadOfTable } from "./spread.ts";
import { tQuantile } from "./student-t.ts";
import { isBinary, ratioOver, sharedQuestions, type Units } from "./unit.ts";
import { within } from "./within.ts";

export interface PairedDifference extends Estimate {
	/** Questions that the base and all runs have a score for. */
	readonly questions: number;
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
export function pairedDifference(
	base: Units,
	runs: readonly Units[],
	alpha: number,
): PairedDifference | null {
	const questions = sharedQuestions([base, ...runs]);
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

/** No run can lose more than the base has right, nor gain more than it has wrong, each as far as 95% intervals tell. */
function possible(gain: Estimate, base: number, questions: number): Estimate {
	const { low, high } = wilson(base * questions, questions);
	return within(-high, gain, 1 - low);
}
