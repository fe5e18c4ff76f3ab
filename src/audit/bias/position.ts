/** Columns that usually hold the position that the chosen answer had when it was judged. */
export const positionColumns = [
	"chosen_position",
	"chosen_index",
	"chosen_first",
	"position",
	"winner_position",
	"winner",
] as const;

const first =
	/^(?:0|a|first|left|true|model_a|response_a|answer_a|assistant_a)$/i;
const second =
	/^(?:1|b|second|right|false|model_b|response_b|answer_b|assistant_b)$/i;
const firstFromOne = /^1$/;
const secondFromOne = /^2$/;

/** Whether the chosen answer was first, by the value of a column; null if the value says neither. */
export function wasFirst(value: unknown, fromOne: boolean): boolean | null {
	const text = String(value ?? "").trim();
	if (fromOne) {
		if (firstFromOne.test(text)) return true;
		if (secondFromOne.test(text)) return false;
	}
	if (first.test(text)) return true;
	return second.test(text) ? false : null;
}
