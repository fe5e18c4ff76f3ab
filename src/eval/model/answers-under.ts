import type {
	ComparedModel,
	ReadableModel,
	TokenPlaces,
} from "../../engine/measured.ts";
import type { Generate } from "../../generate/generate.ts";
import type { Tokenizer } from "../../text/tokenizer/tokenizer.ts";
import {
	type AnsweringOptions,
	answerPrompts,
	type GivenAnswer,
} from "./answering.ts";

/** A model and what it is compared with, opened for generating. */
export interface AnsweringPair {
	readonly model: ReadableModel;
	/** Its base, or another tuned model. */
	readonly compared: ComparedModel;
	readonly tokenizer: Tokenizer;
	readonly options: AnsweringOptions;
}

/** Greedy answers of both models to one prompt, and how the base sees the tokens of the tuned model's answer. */
export interface AnswerUnder extends TokenPlaces {
	/** Place of the prompt. */
	readonly row: number;
	readonly own: GivenAnswer;
	readonly base: GivenAnswer;
}

/** Answers of at most so many tokens to all prompts, in their order; those that an abort cuts off are left out. */
export async function answersUnder(
	pair: AnsweringPair,
	prompts: readonly Int32Array[],
	maxNewTokens: number,
): Promise<AnswerUnder[]> {
	const { model, compared, options } = pair;
	const answers = (generate: Generate) =>
		greedyAnswers(pair, generate, prompts, maxNewTokens);
	const own = await answers(await model.generate());
	const before = await answers(await compared.generate());
	const both = [...own.values()].flatMap((answer) => {
		const earlier = before.get(answer.row);
		return earlier === undefined ? [] : [{ own: answer, base: earlier }];
	});
	const answered = both.map(({ own: { row, ids } }) => ({
		prompt: prompts[row] as Int32Array,
		ids,
	}));
	const places = await compared.places(answered, options.batchRows);
	return both
		.map((one, i) => ({
			...one,
			...(places[i] as TokenPlaces),
			row: one.own.row,
		}))
		.sort((a, b) => a.row - b.row);
}

async function greedyAnswers(
	{ tokenizer, options }: AnsweringPair,
	generate: Generate,
	prompts: readonly Int32Array[],
	maxNewTokens: number,
): Promise<Map<number, GivenAnswer>> {
	const how = { maxNewTokens, sampling: { kind: "greedy" }, seed: 0 } as const;
	const speaker = { generate, tokenizer };
	const answers = new Map<number, GivenAnswer>();
	for await (const one of answerPrompts(speaker, prompts, how, options))
		answers.set(one.row, one);
	return answers;
}
