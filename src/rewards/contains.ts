import { normalText } from "./exact.ts";
import { referenceText } from "./reference-text.ts";
import type { Reward } from "./reward.ts";
import type { ContainsSpec } from "./reward-spec.ts";

/** 1 where the completion contains a text: a fixed one, a column's, or the demonstration's answer, trimmed. */
export function contains({
	text,
	column,
	ignoreCase,
}: Pick<ContainsSpec, "text" | "column" | "ignoreCase">): Reward {
	return (answer) => {
		const wanted = text ?? referenceText(answer, column).trim();
		return normalText(answer.completion, ignoreCase).includes(
			normalText(wanted, ignoreCase),
		)
			? 1
			: 0;
	};
}
