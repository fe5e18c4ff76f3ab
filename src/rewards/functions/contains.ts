import { referenceText } from "../reference-text.ts";
import type { Reward } from "../reward.ts";
import type { ContainsSpec } from "../reward-spec.ts";
import { normalText } from "./exact.ts";
import { containsWhole } from "./whole-words.ts";

/**
 * 1 if the completion contains a text as whole words and numbers: a fixed one, a column's, or the demonstration's answer,
 * trimmed.
 */
export function contains({
	text,
	column,
	ignoreCase,
}: Pick<ContainsSpec, "text" | "column" | "ignoreCase">): Reward {
	return (answer) => {
		const wanted = text ?? referenceText(answer, column).trim();
		const found = containsWhole(
			normalText(answer.completion, ignoreCase),
			normalText(wanted, ignoreCase),
		);
		return found ? 1 : 0;
	};
}
