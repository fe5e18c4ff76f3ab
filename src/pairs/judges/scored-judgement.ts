import type { AnswerComparison } from "../rank/comparison.ts";
import type { ContestJudgement } from "./pair-judge.ts";

/** An answer's score and what it contributes to evidence, or why there is none. */
export type ScoredAnswer =
	| { readonly score: number; readonly logOdds: number }
	| { readonly reason: string };

/** What scores of single answers say about pairs of them. */
export function scoredJudgement(
	pairs: readonly (readonly [a: number, b: number])[],
	answers: readonly ScoredAnswer[],
): ContestJudgement {
	const comparisons: AnswerComparison[] = [];
	const failures: string[] = [];
	for (const [a, b] of pairs) {
		const [one, other] = [answers[a], answers[b]];
		if (one && other && "score" in one && "score" in other) {
			const evidence = one.logOdds - other.logOdds;
			comparisons.push({ a, b, evidence, orders: null });
		} else {
			const failed = [one, other].find((each) => each && "reason" in each);
			failures.push(failed && "reason" in failed ? failed.reason : "no score");
		}
	}
	const scores = answers.map((answer) =>
		"score" in answer ? answer.score : null,
	);
	return { scores, comparisons, failures };
}
