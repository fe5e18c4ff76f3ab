import { alpha95, type Estimate } from "../estimate.ts";
import { wilson } from "../share.ts";
import { boundsOf, spreadOfTable } from "../spread.ts";
import {
	ratioOver,
	type Scale,
	scaleOf,
	sharedQuestions,
	type Units,
} from "../unit.ts";
import { wider, within } from "../within.ts";
import { scoreBounds } from "./paired-score.ts";

/** The mean difference, with an interval whose ends are one-sided bounds. */
export interface PairedDifference extends Estimate {
	/** Questions that the base and all runs have a score for. */
	readonly questions: number;
	/** Share of the variance that lies between runs and that more questions would not reduce; 0 for a single run. */
	readonly betweenRuns: number;
}

/**
 * The difference between runs of several seeds and a base on the same questions, paired by question, with one-sided bounds
 * at `alpha` each: at 0.025 they are a two-sided 95% interval. Everything that shows or decides by such a difference calls
 * this function.
 *
 * Shares of right answers have the bounds of the score test, which hold with few questions and are never empty; a question
 * that was asked several times is one cluster. All other scores have Student's bounds with Hall's correction for skewness.
 * Several runs have the bounds of the table of runs by questions, and shares no narrower ones than those of the score test.
 * Bounds are infinite for a single question whose scores have no limits. Null if no question is scored in all.
 */
export function pairedDifference(
	base: Units,
	runs: readonly Units[],
	scale: Scale,
	alpha = alpha95,
): PairedDifference | null {
	const questions = sharedQuestions([base, ...runs]);
	if (questions.length === 0 || runs.length === 0) return null;
	const before = ratioOver(base, questions);
	const table = runs.map((run) => {
		const { pulls } = ratioOver(run, questions);
		return pulls.map((pull, i) => pull - (before.pulls[i] ?? 0));
	});
	const spread = spreadOfTable(table);
	const { betweenRuns } = spread;
	const count = { questions: questions.length, betweenRuns };
	const known = scaleOf([base, ...runs], scale);
	// Equal changes in all questions say nothing of how rare the others are.
	const scored = known === "share" || (known === "score" && spread.error === 0);
	if (!scored) return { ...boundsOf(spread, alpha), ...count };
	const changes = questions.map(
		(_, i) => table.reduce((sum, row) => sum + (row[i] ?? 0), 0) / table.length,
	);
	const score = scoreBounds(changes, alpha);
	if (runs.length === 1 || spread.error === 0) return { ...score, ...count };
	const wide = wider(boundsOf(spread, alpha), score);
	return { ...possible(wide, before.value, questions.length), ...count };
}

/** No run can lose more than the base has right, nor gain more than it has wrong, each as far as 95% intervals tell. */
function possible(gain: Estimate, base: number, questions: number): Estimate {
	const { low, high } = wilson(base * questions, questions);
	return within(-high, gain, 1 - low);
}
