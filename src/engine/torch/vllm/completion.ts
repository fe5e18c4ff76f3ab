import { RandomStream } from "../../../core/random.ts";
import { isObject } from "../../../formats/json/parse-json.ts";
import type { GenerationOptions } from "../../../generate/generation-options.ts";
import { serverLost } from "./lost.ts";
import { badAnswer } from "./refusals.ts";

/** A prompt that a server is to continue. */
export interface Question {
	/** The name of the model or adapter that is to answer. */
	readonly model: string;
	readonly prompt: Int32Array;
	/** Index of the prompt; together with the seed of the options it determines the seed of the request. */
	readonly row: number;
	/** Most tokens of the answer. */
	readonly limit: number;
	readonly options: GenerationOptions;
}

export interface Completion {
	/** A stop id that ended the answer included. */
	readonly ids: readonly number[];
	readonly reason: "stop" | "length";
}

/**
 * The body of `/v1/completions`. Every option that could change what is sampled is sent, so that defaults of the server,
 * and of the model's generation_config.json, do not matter. Stop strings are not sent: they are found in the text as this
 * package decodes it.
 */
export function completionBody(question: Question): Record<string, unknown> {
	const { model, prompt, row, limit, options } = question;
	const { sampling, seed, stopIds } = options;
	const drawn = sampling.kind === "sample" ? sampling : null;
	return {
		...{ model, prompt: [...prompt], max_tokens: limit },
		...{ n: 1, stream: false, return_token_ids: true },
		temperature: drawn?.temperature ?? 0,
		top_k: drawn?.topK ?? 0,
		top_p: drawn?.topP ?? 1,
		min_p: drawn?.minP ?? 0,
		...{ repetition_penalty: 1, presence_penalty: 0, frequency_penalty: 0 },
		seed: new RandomStream(seed, `generate/${row}`).bits(),
		...{ stop_token_ids: stopIds, ignore_eos: true },
	};
}

/**
 * Reads the answer to a question. Throws `device` if it is not one: another model answered, the prompt that was read is
 * another one, or there are no ids of this model's vocabulary.
 */
export function readCompletion(
	answer: unknown,
	{ model, prompt, limit }: Question,
	vocabSize: number,
): Completion {
	const { model: who, choices } = isObject(answer) ? answer : {};
	if (who !== model)
		throw badAnswer(`an answer of ${model}`, `one of ${String(who)}`);
	const choice: unknown = Array.isArray(choices) ? choices[0] : null;
	if (!isObject(choice)) throw badAnswer("one answer", "none");
	const { token_ids: ids, prompt_token_ids: read, finish_reason } = choice;
	if (!isIds(ids))
		throw badAnswer(
			"the ids of the tokens",
			"none",
			"vLLM returns them from version 0.10.2 on.",
		);
	if (Array.isArray(read) && read.join() !== prompt.join())
		throw badAnswer(
			"an answer to the prompt that was sent",
			"one to another prompt",
		);
	const foreign = ids.find((id) => id >= vocabSize);
	if (foreign !== undefined)
		throw badAnswer(
			`ids below ${vocabSize}, the model's vocabulary`,
			String(foreign),
			"The server serves another model.",
		);
	if (finish_reason !== "stop" && finish_reason !== "length")
		throw serverLost({
			where: "vLLM server",
			expected: "an answer that ends by itself or at its limit",
			found: `one that was broken off: ${String(finish_reason)}`,
		});
	if (ids.length === 0 || ids.length > limit)
		throw badAnswer(`1 to ${limit} tokens`, String(ids.length));
	return { ids, reason: finish_reason };
}

function isIds(value: unknown): value is number[] {
	return (
		Array.isArray(value) && value.every((id) => Number.isInteger(id) && id >= 0)
	);
}
