import type { AnswerLengths, ItemResult } from "../eval-result.ts";

/** Why an answer counts as none although it was scored. */
export const endsInsideThought =
	"the answer ends inside its thought, so there is none to score";

/** How long the generated answers of a task are; null if none were generated. */
export function answerLengths(
	items: readonly ItemResult[],
): AnswerLengths | null {
	const answered = items.filter(({ tokens }) => tokens !== null);
	if (answered.length === 0) return null;
	const lengths = answered
		.map(({ tokens }) => tokens as number)
		.toSorted((a, b) => a - b);
	const middle = (lengths.length - 1) / 2;
	const at = (place: number) => lengths[place] as number;
	return {
		answers: answered.length,
		medianTokens: (at(Math.floor(middle)) + at(Math.ceil(middle))) / 2,
		cut: answered.filter(({ cut }) => cut === true).length,
		insideThought: answered.filter(({ reason }) => reason === endsInsideThought)
			.length,
	};
}
