import type { Generate } from "../../generate/generate.ts";
import type { Sampling } from "../../generate/sampling/sampling.ts";
import { speakBy } from "../../generate/speaker.ts";
import type { Tokenizer } from "../../text/tokenizer/tokenizer.ts";
import type { Asking } from "../responder.ts";

/** A whole answer to the prompt of this place. */
export interface GivenAnswer {
	readonly row: number;
	/** With the token that ends it. */
	readonly ids: readonly number[];
	readonly text: string;
	/** Whether it ended at its limit of tokens, or at the model's. */
	readonly cut: boolean;
}

export interface AnsweringModel {
	readonly generate: Generate;
	readonly tokenizer: Tokenizer;
}

export interface AnsweringOptions {
	/** Answers that are generated side by side. */
	readonly batchRows: number;
	readonly signal: AbortSignal | null;
}

/** Answers to prompts as they are whole; those that an abort cuts off are left out. */
export async function* answerPrompts(
	{ generate, tokenizer }: AnsweringModel,
	prompts: readonly Int32Array[],
	how: Asking,
	{ batchRows, signal }: AnsweringOptions,
): AsyncGenerator<GivenAnswer> {
	const options = {
		maxNewTokens: how.maxNewTokens,
		sampling: samplingOf(how),
		seed: how.seed,
		batchRows,
	};
	const grown = prompts.map(() => ({ ids: [] as number[], text: "" }));
	const until = signal === null ? {} : { signal };
	for await (const event of speakBy(
		generate,
		tokenizer,
		prompts,
		options,
		until,
	)) {
		const answer = grown[event.row] as { ids: number[]; text: string };
		answer.text += event.text;
		if (event.kind === "token") answer.ids.push(event.id);
		else if (event.reason !== "interrupted")
			yield { row: event.row, ...answer, cut: event.reason === "length" };
	}
}

function samplingOf({ sampling }: Asking): Sampling {
	if (sampling.kind === "greedy") return sampling;
	const { kind, temperature, topP, topK } = sampling;
	return { kind, temperature, topP, topK, minP: null };
}
