import {
	agreement,
	type RepeatedAnswer,
	repeatedAnswers,
} from "../../eval/compare/consistency.ts";
import type { TaskResult } from "../../eval/eval-result.ts";
import { z95 } from "../../stats/estimate.ts";

/**
 * Half the width of the 95% interval of the difference in agreement between two measurements of one subject on the same
 * questions, from the jackknife over seeds (Efron and Stein 1981): the answers of each seed are left out in turn. Seeds are
 * independent between questions, so variances of questions add up. It is 0 if no answers are sampled. It is also 0 if it is
 * not known, which is the case with one seed, and with two seeds if leaving out one of them leaves a single answer.
 */
export function consistencyNoise(
	task: Pick<TaskResult, "items" | "scorer">,
): number {
	const questions = [...repeatedAnswers(task).values()];
	const known = questions.map(varianceOf).filter((one) => one !== null);
	if (known.length === 0) return 0;
	const mean = known.reduce((sum, one) => sum + one, 0) / known.length;
	return z95 * Math.sqrt((2 * mean) / questions.length);
}

/** The variance of one question's agreement over seeds; null if it is not known. */
function varianceOf(answers: readonly RepeatedAnswer[]): number | null {
	const seeds = [...new Set(answers.map(({ seed }) => seed))];
	if (seeds.length < 2) return null;
	const rest = seeds.map((left) => answers.filter(({ seed }) => seed !== left));
	if (rest.some(({ length }) => length < 2)) return null;
	const values = rest.map(agreement);
	const mean = values.reduce((sum, one) => sum + one, 0) / values.length;
	const squares = values.reduce((sum, one) => sum + (one - mean) ** 2, 0);
	return (squares * (values.length - 1)) / values.length;
}
