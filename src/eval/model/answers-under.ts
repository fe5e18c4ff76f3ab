import type { Decoder } from "../../generate/decoder.ts";
import { generatingWith } from "../../generate/generate.ts";
import type { Tokenizer } from "../../text/tokenizer/tokenizer.ts";
import {
	type AnsweringOptions,
	answerPrompts,
	type GivenAnswer,
} from "./answering.ts";
import type { Decoders } from "./decoders.ts";
import type { ModelParts } from "./merged-policy.ts";
import { placesUnder, type TokenPlaces } from "./token-shift.ts";

/** A model and what it is compared with, opened for generating. */
export interface AnsweringPair {
	readonly decoders: Decoders;
	/** What the model is compared with: its base, or another tuned model. */
	readonly other: ModelParts;
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
	const { decoders, other, options } = pair;
	const answers = (decoder: Decoder) =>
		greedyAnswers(pair, decoder, prompts, maxNewTokens);
	const own = await answers(await decoders.own());
	const base = await decoders.other(other);
	const before = await answers(base);
	const both = [...own.values()].flatMap((answer) => {
		const earlier = before.get(answer.row);
		return earlier === undefined ? [] : [{ own: answer, base: earlier }];
	});
	const answered = both.map(({ own: { row, ids } }) => ({
		prompt: prompts[row] as Int32Array,
		ids,
	}));
	const places = await placesUnder(base, answered, options.batchRows);
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
	decoder: Decoder,
	prompts: readonly Int32Array[],
	maxNewTokens: number,
): Promise<Map<number, GivenAnswer>> {
	const how = { maxNewTokens, sampling: { kind: "greedy" }, seed: 0 } as const;
	const speaker = { generate: generatingWith(decoder), tokenizer };
	const answers = new Map<number, GivenAnswer>();
	for await (const one of answerPrompts(speaker, prompts, how, options))
		answers.set(one.row, one);
	return answers;
}
