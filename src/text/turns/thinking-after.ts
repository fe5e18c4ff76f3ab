import type { Tokenizer } from "../tokenizer/tokenizer.ts";
import { opensThought, type Thinking } from "./thoughts.ts";

/** Tokens at the end of a prompt among which the mark of a thought is looked for. */
const tail = 32;

/** How thoughts are found in an answer to a prompt. */
export function thinkingAfter(
	prompt: Int32Array,
	tokenizer: Pick<Tokenizer, "thoughtMarks" | "decode">,
): Thinking {
	const { thoughtMarks: marks } = tokenizer;
	const end = tokenizer.decode(prompt.subarray(-tail), { skipSpecial: false });
	return { marks, opened: opensThought(end, marks) };
}
