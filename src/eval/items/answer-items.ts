import { errorLine } from "../../rewards/error-line.ts";
import type { ItemResult } from "../eval-result.ts";
import { conversationText, type Question } from "../question.ts";
import type { Answer, Responder } from "../responder.ts";
import type { AnswerScorer } from "../scorers/answer-scorer.ts";
import type { AnswerOptions, Task } from "../task.ts";
import { failedItem, scoredItem } from "./item.ts";

export interface AnswerItemsOptions {
	readonly responder: Responder;
	readonly scorer: AnswerScorer;
	readonly generate: AnswerOptions;
	readonly task: Pick<Task, "chance" | "metric">;
	/** The base's answers, by the ids of items; empty where the base itself is measured. */
	readonly baseAnswers: ReadonlyMap<string, string>;
}

/** Generates answers, once with each seed, and scores them while others are generated. */
export async function* answerItems(
	questions: readonly Question[],
	options: AnswerItemsOptions,
): AsyncGenerator<ItemResult> {
	const { responder, scorer, generate } = options;
	const { maxNewTokens, sampling } = generate;
	const seeds = sampling.kind === "greedy" ? [null] : sampling.seeds;
	const pending: Promise<ItemResult>[] = [];
	for (const seed of seeds) {
		const how = { maxNewTokens, sampling, seed: seed ?? 0 };
		for await (const reply of responder.answer(questions, how)) {
			const question = questions[reply.index] as Question;
			if (reply.kind === "refused") {
				yield failedItem(question, seed, reply.reason);
				continue;
			}
			pending.push(scoreAnswer(question, seed, reply.value, options));
			if (pending.length >= scorer.parallel)
				yield await (pending.shift() as Promise<ItemResult>);
		}
	}
	for (const item of pending) yield await item;
}

/** Never rejects: a scorer that fails leaves an item without a score. */
async function scoreAnswer(
	question: Question,
	seed: number | null,
	{ text, tokens }: Answer,
	{ scorer, task, baseAnswers }: AnswerItemsOptions,
): Promise<ItemResult> {
	const { id, asked, prompt, shown, row } = question;
	const chance = task.chance ?? scorer.chance;
	const completion = text.trim();
	const known = { answer: completion, tokens, chance };
	const itemId = seed === null ? id : `${id}@${seed}`;
	const baseAnswer = baseAnswers.get(itemId) ?? null;
	const answer = { id, prompt, completion, answer: shown, row: row.value };
	try {
		const score = await scorer.score({
			...{ ...answer, baseAnswer },
			conversation: conversationText(asked),
		});
		if (task.metric === "accuracy" && (score < 0 || score > 1))
			return failedItem(
				question,
				seed,
				`expected a score from 0 to 1, for an accuracy, found ${score}`,
				known,
			);
		return scoredItem(question, seed, {
			...{ ...known, score, weight: 1, details: {} },
		});
	} catch (error) {
		return failedItem(question, seed, errorLine(error), known);
	}
}
