import type { ItemResult, ScoredOptions } from "../eval-result.ts";
import type { Likelihood, Responder } from "../responder.ts";
import type { Choices, Question } from "../task/question.ts";
import type { ChoiceSpec } from "../task/task.ts";
import { failedItem, scoredItem } from "./item.ts";
import { unconditionalScores } from "./unconditional-scores.ts";

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

/** Which of its choices a subject holds for the likeliest. All measured ways to compare them are in the details. */
export async function* choiceItems(
	questions: readonly Question[],
	responder: Responder,
	{ normalise }: ChoiceSpec,
): AsyncGenerator<ItemResult> {
	const unconditional = await unconditionalScores(questions, responder);
	for await (const reply of responder.choices(questions)) {
		const question = questions[reply.index] as Question;
		const { texts, gold } = question.choices as Choices;
		const chance = 1 / texts.length;
		if (reply.kind === "refused") {
			yield failedItem(question, null, reply.reason, { chance });
			continue;
		}
		const without = unconditional(question);
		if (without.kind === "refused") {
			yield failedItem(question, null, without.reason, { chance });
			continue;
		}
		const taken = takeEach(reply.value, without.value, gold);
		const { first, score } = taken[normalise] as Taken;
		yield scoredItem(question, null, {
			answer: (texts[first] as string).trim(),
			...{ tokens: null, score, chance, weight: 1 },
			details: {
				normalised: taken.tokens.score,
				raw: taken.none.score,
				...(taken.unconditional && {
					unconditional: taken.unconditional.score,
				}),
			},
			options: inRow(reply.value, without.value, question.choices as Choices),
		});
	}
}

type Taken = ReturnType<typeof take>;

/** What is taken by each way to compare; the last is null if options were not measured without the question. */
function takeEach(
	listed: readonly Likelihood[],
	without: readonly Likelihood[] | null,
	gold: number,
): Readonly<Record<"tokens" | "none", Taken>> & {
	readonly unconditional: Taken | null;
} {
	return {
		tokens: take(
			listed.map(({ logProb, tokens }) => logProb / tokens),
			gold,
		),
		none: take(
			listed.map(({ logProb }) => logProb),
			gold,
		),
		unconditional:
			without &&
			take(
				listed.map(
					({ logProb }, i) => logProb - (without[i] as Likelihood).logProb,
				),
				gold,
			),
	};
}

/** Scores of listed options, in the order of the row. */
function inRow(
	listed: readonly Likelihood[],
	without: readonly Likelihood[] | null,
	{ gold, places }: Choices,
): ScoredOptions {
	const scores = listed.map((_, place) => {
		const at = places.indexOf(place);
		const { logProb, tokens } = listed[at] as Likelihood;
		return { logProb, tokens, unconditional: without?.[at]?.logProb ?? null };
	});
	return { scores, gold: places[gold] as number, listed: places };
}
