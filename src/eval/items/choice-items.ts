import type { ItemResult, ScoredOptions } from "../eval-result.ts";
import type { Likelihood, Responder } from "../responder.ts";
import type { Choices, Question } from "../task/question.ts";
import type { ChoiceSpec } from "../task/task.ts";
import { failedItem, scoredItem } from "./item.ts";

/** Nats by which a choice must be the likelier one: less is rounding. */
const least = 1e-6;

/** 1 where the right choice is the likeliest, and its share of a tie; with the first of the likeliest ones. */
function take(
	values: readonly number[],
	gold: number,
): { readonly score: number; readonly first: number } {
	const top = Math.max(...values);
	const best = [...values.keys()].filter((i) => top - values[i]! <= least);
	return {
		score: best.includes(gold) ? 1 / best.length : 0,
		first: best[0] as number,
	};
}

/** Which of its choices a subject holds for the likeliest. Both ways to count are in the details. */
export async function* choiceItems(
	questions: readonly Question[],
	responder: Responder,
	{ normalise }: ChoiceSpec,
): AsyncGenerator<ItemResult> {
	for await (const reply of responder.choices(questions)) {
		const question = questions[reply.index] as Question;
		const { texts, gold } = question.choices as Choices;
		const chance = 1 / texts.length;
		if (reply.kind === "refused") {
			yield failedItem(question, null, reply.reason, { chance });
			continue;
		}
		const byTokens = take(reply.value.map(logProbPerToken), gold);
		const bySum = take(
			reply.value.map(({ logProb }) => logProb),
			gold,
		);
		const taken = normalise === "tokens" ? byTokens : bySum;
		yield scoredItem(question, null, {
			answer: (texts[taken.first] as string).trim(),
			...{ tokens: null, score: taken.score, chance, weight: 1 },
			details: { normalised: byTokens.score, raw: bySum.score },
			options: inRow(reply.value, question.choices as Choices),
		});
	}
}

/** Scores of listed options, in the order of the row. */
function inRow(
	listed: readonly Likelihood[],
	{ gold, places }: Choices,
): ScoredOptions {
	const scores = listed.map((_, place) => {
		const { logProb, tokens } = listed[places.indexOf(place)] as Likelihood;
		return { logProb, tokens, unconditional: null };
	});
	return { scores, gold: places[gold] as number, listed: places };
}

function logProbPerToken({ logProb, tokens }: Likelihood): number {
	return logProb / tokens;
}
