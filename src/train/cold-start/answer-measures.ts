import { type Example, supervisedCount } from "../../data/example.ts";
import type { RowScores } from "../../policy/row-scores.ts";
import type { ColdStartAnswers } from "../../runs/cold-start-measures.ts";
import { mean, meanPerToken } from "../../stats/mean.ts";

/**
 * How a policy rates answers. `excess` is the mean of -log pi(y_t) - H(pi(. | y_<t)) over their tokens: a policy that was
 * fitted to such answers has the same expected surprise as entropy, so its excess is near 0. `endIds`: ids that end a turn.
 * Null if no answer has a supervised token.
 */
export function answerMeasures(
	answers: readonly Example[],
	scores: readonly Pick<RowScores, "logProb" | "entropy" | "top1">[],
	endIds: ReadonlySet<number>,
): ColdStartAnswers | null {
	const logProb = meanPerToken(scores.map((row) => row.logProb));
	const excess = meanPerToken(
		scores.map(({ logProb, entropy }) =>
			logProb.map((value, t) => -value - (entropy[t] as number)),
		),
	);
	if (logProb === null || excess === null) return null;
	const ends = answers.flatMap((answer, i) => {
		const { logProb, top1 } = scores[i] as (typeof scores)[number];
		return endPlaces(answer, endIds).map((t) => ({
			p: Math.exp(logProb[t] as number),
			first: top1[t] as number,
		}));
	});
	return {
		count: answers.length,
		tokens: answers.reduce((sum, row) => sum + supervisedCount(row), 0),
		...{ logProb, excess },
		endP: mean(ends.map(({ p }) => p)),
		endFirst: mean(ends.map(({ first }) => first)),
	};
}

/** Places of turn-ending tokens among the supervised tokens of an answer. */
function endPlaces(
	{ ids, mask }: Example,
	endIds: ReadonlySet<number>,
): number[] {
	const supervised = [...ids.keys()].filter((t) => t > 0 && mask[t] === 1);
	return [...supervised.keys()].filter((place) =>
		endIds.has(ids[supervised[place] as number] as number),
	);
}
