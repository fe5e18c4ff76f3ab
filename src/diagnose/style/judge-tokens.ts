import type { ReadToken } from "./answer-reading.ts";
import { judgeWords, type Span } from "./judge-style.ts";

/**
 * Whether each token of an answer is style. A token is judged by the words that it is a part of: by those with letters or
 * digits if there are any, and it is substance if one of them is. A token without a text of its own belongs to the
 * character that follows it, or ends the answer, which is style.
 */
export function judgeTokens(
	tokens: readonly Pick<ReadToken, "text">[],
	shared: readonly Span[],
): boolean[] {
	const text = tokens.map((token) => token.text).join("");
	const words = judgeWords(text, shared);
	const filled = words.filter((word) => word.text.trim() !== "");
	let start = 0;
	return tokens.map((token) => {
		const end = start + Math.max(1, token.text.length);
		const touched = filled.filter(
			(word) => word.start < end && word.end > start,
		);
		start += token.text.length;
		const spoken = touched.filter((word) => word.spoken);
		const judged = spoken.length > 0 ? spoken : touched;
		return judged.every(({ style }) => style);
	});
}
