import { TemperError } from "../../core/error.ts";
import type { Tokenizer } from "./tokenizer.ts";

/** A tokenizer with the folder of its model. */
export interface FolderTokenizer {
	readonly folder: string;
	readonly tokenizer: Tokenizer;
}

/** How a difference between two tokenizers is reported. */
export interface TokenWords {
	readonly where: string;
	/** Why they must agree, as the end of a sentence. */
	readonly reason: string;
	/** What the second model is called. */
	readonly other: string;
	readonly hint: string;
}

/** Throws `weights` unless every token id of a model is the same token of another one, whose rows it encodes. */
export function requireSameTokens(
	{ tokenizer, folder }: FolderTokenizer,
	second: FolderTokenizer,
	{ where, reason, other, hint }: TokenWords,
): void {
	const show = (token: string | null) =>
		token === null ? "no token" : JSON.stringify(token);
	for (let id = 0; id < tokenizer.vocabSize; id++) {
		const [own, its] = [tokenizer.tokenOf(id), second.tokenizer.tokenOf(id)];
		if (own === its) continue;
		throw new TemperError("weights", {
			...{ where, hint },
			expected: `the tokenizer of ${folder}, ${reason}`,
			found: `id ${id} is ${show(its)} in ${other} and ${show(own)} in the model`,
		});
	}
}
