import { referenceText } from "../reference-text.ts";
import type { Reward } from "../reward.ts";
import type { ExactSpec } from "../reward-spec.ts";

/** 1 if two texts are the same but for white space around them, how Unicode writes them, and, if asked, case. */
export function exactMatch({
	column,
	ignoreCase,
}: Pick<ExactSpec, "column" | "ignoreCase">): Reward {
	const normal = (text: string) => normalText(text, ignoreCase).trim();
	return (answer) =>
		normal(answer.completion) === normal(referenceText(answer, column)) ? 1 : 0;
}

/** A text in Unicode's composed form, in lower case if asked. */
export function normalText(text: string, ignoreCase: boolean): string {
	const composed = text.normalize("NFC");
	return ignoreCase ? composed.toLowerCase() : composed;
}
