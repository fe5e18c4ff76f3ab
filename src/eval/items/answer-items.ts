import { errorLine } from "../../rewards/threads/error-line.ts";
import { splitThoughts, type Thinking } from "../../text/turns/thoughts.ts";
import { endsInsideThought } from "../compare/answer-lengths.ts";
import type { ItemResult } from "../eval-result.ts";
import type { Answer, Responder } from "../responder.ts";
import type { AnswerScorer } from "../scorers/answer-scorer.ts";
import { conversationText, type Question } from "../task/question.ts";
import type { AnswerOptions, Task } from "../task/task.ts";
import { failedItem, scoredItem } from "./item.ts";

export interface AnswerItemsOptions {
	readonly responder: Responder;
	readonly scorer: AnswerScorer;
	readonly generate: AnswerOptions;
	readonly task: Pick<Task, "chance" | "metric" | "thoughts">;
	/** The base's answers, by the ids of items; empty if the base itself is measured. */
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
	given: Answer,
	{ scorer, task, baseAnswers }: AnswerItemsOptions,
): Promise<ItemResult> {
	const { wording, asked, prompt, shown, row } = question;
	const chance = task.chance ?? scorer.chance;
	const completion = given.text.trim();
	const thinking = task.thoughts === "score" ? null : given.thinking;
	const { part, reason } = scorer.judgesThoughts
		? { part: {}, reason: null }
		: finalOf(completion, thinking);
	const known = { ...part, answer: completion, tokens: given.tokens, chance };
	const cut = given.cut === undefined ? {} : { cut: given.cut };
	const itemId = seed === null ? wording : `${wording}@${seed}`;
	const baseAnswer = baseAnswers.get(itemId) ?? null;
	const answer = {
		id: wording,
		prompt,
		completion,
		answer: shown,
		row: row.value,
	};
	try {
		const score = await scorer.score({
			...{ ...answer, baseAnswer },
			...(thinking !== undefined && { thinking }),
			conversation: conversationText(asked),
		});
		if (task.metric === "accuracy" && (score < 0 || score > 1))
			return failedItem(
				question,
				seed,
				`expected a score from 0 to 1, for an accuracy, found ${score}`,
				{ ...known, ...cut },
			);
		const outcome = { ...known, ...cut, score, weight: 1, details: {} };
		return scoredItem(question, seed, outcome, reason);
	} catch (error) {
		return failedItem(question, seed, errorLine(error), { ...known, ...cut });
	}
}

/** What is scored of an answer with thoughts, and why it counts as none if it ends inside one. */
function finalOf(
	completion: string,
	thinking: Thinking | null | undefined,
): { part: Pick<ItemResult, "final">; reason: string | null } {
	if (thinking === null) return { part: {}, reason: null };
	const { final, thought } = splitThoughts(completion, thinking);
	if (final === null) return { part: { final: "" }, reason: endsInsideThought };
	return { part: thought ? { final } : {}, reason: null };
}
