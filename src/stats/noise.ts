import { sampleVariance } from "simple-statistics";
import { z95 } from "./estimate.ts";

/** Scores of one question: a list for each of its wordings, with a score for each seed. */
export type QuestionScores = readonly (readonly number[])[];

/**
 * Half the width of the 95% interval of the difference between two measures of one subject on the same questions, from
 * the variance between seeds. Null if no wording has two scores, for then nothing is known of that variance.
 */
export function noiseOverSeeds(
	questions: readonly QuestionScores[],
): number | null {
	const repeated = questions.flat().some(({ length }) => length > 1);
	return repeated ? z95 * Math.sqrt(2 * varianceOverSeeds(questions)) : null;
}

/** Variance between seeds of a mean over questions, each of them the mean of its items. */
function varianceOverSeeds(questions: readonly QuestionScores[]): number {
	let sum = 0;
	for (const wordings of questions) {
		const items = wordings.reduce((all, { length }) => all + length, 0);
		for (const scores of wordings)
			if (scores.length > 1)
				sum += (sampleVariance([...scores]) * scores.length) / items ** 2;
	}
	return sum / questions.length ** 2;
}
