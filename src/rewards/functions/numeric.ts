import { TemperError } from "../../core/error.ts";
import { lastRational, referenceNumber } from "../numbers/last-number.ts";
import { within } from "../numbers/rational.ts";
import { rawReference } from "../reference-text.ts";
import type { Reward } from "../reward.ts";
import type { NumericSpec } from "../reward-spec.ts";

/**
 * 1 if the number of the completion (see `lastRational`) is that of the answer, or of the column, to within a tolerance. Throws `data`
 * for a row without a number to compare with.
 */
export function numericMatch({
	column,
	tolerance,
}: Pick<NumericSpec, "column" | "tolerance">): Reward {
	return (answer) => {
		const reference = rawReference(answer, column);
		const wanted = referenceNumber(reference);
		if (wanted === null)
			throw new TemperError("data", {
				where: column === null ? "answer" : `column ${column}`,
				expected: "a number to compare with",
				found: JSON.stringify(reference.slice(0, 60)),
			});
		const given = lastRational(answer.completion);
		return given !== null && within(given, wanted, tolerance) ? 1 : 0;
	};
}
