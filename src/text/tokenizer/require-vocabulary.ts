import { TemperError } from "../../core/error.ts";
import type { Tokenizer } from "./tokenizer.ts";

/** Throws `weights` if a tokenizer has tokens beyond the last row of its model's embedding. */
export function requireVocabulary(
	{ vocabSize }: Tokenizer,
	rows: number,
	folder: string,
): void {
	if (vocabSize <= rows) return;
	throw new TemperError("weights", {
		where: folder,
		expected: `a tokenizer with at most the model's ${rows} tokens`,
		found: `one with ${vocabSize}`,
	});
}
