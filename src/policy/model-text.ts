import type { EncodingParts } from "../text/demonstration.ts";
import {
	openTemplate,
	type TemplateOptions,
} from "../text/template/template.ts";
import { openTokenizer } from "../text/tokenizer/open-tokenizer.ts";
import { requireVocabulary } from "../text/tokenizer/require-vocabulary.ts";
import type { Tokenizer } from "../text/tokenizer/tokenizer.ts";

/** How a model reads and writes text: its tokenizer, and its chat template or null. */
export type ModelText = EncodingParts;

export interface ModelTextOptions {
	/** The chat template to use, if it is not the one in the model's folder. */
	readonly template?: TemplateOptions | undefined;
	/** Rows of the model's embedding: a tokenizer with more tokens is refused. Not checked if left out. */
	readonly vocabSize?: number;
}

/** Opens the tokenizer and the chat template of a model folder. Throws `weights` and `data` if they cannot be used. */
export async function openModelText(
	folder: string,
	options: ModelTextOptions = {},
): Promise<ModelText> {
	const template = await openTemplate(folder, options.template);
	const tokenizer = await openTokenizer(folder, template);
	if (options.vocabSize !== undefined)
		requireVocabulary(tokenizer, options.vocabSize, folder);
	return { tokenizer, template };
}

/** Tokens as text, without special tokens and without white space at either end. */
export function textOf(tokenizer: Tokenizer, ids: ArrayLike<number>): string {
	return tokenizer.decode(ids, { skipSpecial: true }).trim();
}
