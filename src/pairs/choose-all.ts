import { TemperError } from "../core/error.ts";
import type { Judged } from "./judge-contests.ts";
import type { SampledContest } from "./make-contests.ts";
import type { PairAnswer } from "./pair-answer.ts";
import type { PairPrompt } from "./pair-prompt.ts";
import {
	bestAnswer,
	type Choice,
	choosePairs,
	type PairRule,
} from "./rank/choose-pairs.ts";

/** Two answers to one prompt, one of them preferred. */
export interface MadePair {
	readonly chosen: PairAnswer;
	readonly rejected: PairAnswer;
	readonly confidence: number;
	/** In the unit of the judge. */
	readonly evidence: number;
	/** Of both answers; null if the judge gives none. */
	readonly scores: {
		readonly chosen: number | null;
		readonly rejected: number | null;
	};
}

/** A judged contest with the pairs that were chosen from it. */
export interface ChosenContest extends Judged<SampledContest> {
	readonly made: readonly MadePair[];
	readonly dropped: Choice["dropped"];
}

/** The pairs of each contest, in the order in which the file has the rows of the prompts. */
export function chooseAll(
	judged: readonly Judged<SampledContest>[],
	rule: PairRule,
): ChosenContest[] {
	const byRow = judged.toSorted(
		(one, other) => one.contest.prompt.row.line - other.contest.prompt.row.line,
	);
	return byRow.map(({ contest, judgement }) => {
		const { answers } = contest;
		const { comparisons, scores } = judgement;
		const { pairs, dropped } = choosePairs(answers.length, comparisons, rule);
		const made = pairs.map(
			({ chosen, rejected, ...strength }): MadePair => ({
				...strength,
				chosen: answerAt(answers, chosen),
				rejected: answerAt(answers, rejected),
				scores: {
					chosen: scores[chosen] ?? null,
					rejected: scores[rejected] ?? null,
				},
			}),
		);
		return { contest, judgement, made, dropped };
	});
}

/** The best answer to a prompt. */
export interface BestAnswer {
	readonly prompt: PairPrompt;
	readonly answer: PairAnswer;
	readonly score: number | null;
	/** Answers that it was chosen from. */
	readonly of: number;
}

/** The best answer to each prompt that has one (`bestAnswer`). */
export function bestAnswers(
	contests: readonly ChosenContest[],
	rightFrom: number | null,
): BestAnswer[] {
	return contests.flatMap(({ contest, judgement: { scores } }) => {
		const { prompt, answers } = contest;
		const best = bestAnswer(scores, rightFrom);
		if (best === null) return [];
		const answer = answerAt(answers, best);
		return [
			{ prompt, answer, score: scores[best] ?? null, of: answers.length },
		];
	});
}

function answerAt(answers: readonly PairAnswer[], index: number): PairAnswer {
	const answer = answers[index];
	if (answer !== undefined) return answer;
	throw new TemperError("internal", {
		where: "pairs of answers",
		expected: `an answer ${index}`,
		found: `${answers.length} answers`,
	});
}
