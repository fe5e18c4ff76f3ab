import type { Tokenizer } from "./tokenizer.ts";

type Vocabulary = Pick<Tokenizer, "vocabSize" | "tokenOf">;

/** Whether two tokenizers have the same tokens under the same ids. */
export function sameTokens(a: Vocabulary, b: Vocabulary): boolean {
	if (a.vocabSize !== b.vocabSize) return false;
	for (let id = 0; id < a.vocabSize; id++)
		if (a.tokenOf(id) !== b.tokenOf(id)) return false;
	return true;
}
