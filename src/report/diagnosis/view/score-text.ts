import type { Contrast } from "../../../diagnose/contrast.ts";
import type { Numbers } from "../../page/language/numbers.ts";

/** Whether values are shares of questions; other scores are shown as they are. */
export function isShare({ base, tuned }: Contrast): boolean {
	return [base, tuned].every(
		(one) => one === null || (one.value >= 0 && one.value <= 1),
	);
}

/** Base, tuned model and their difference, as cells of a table. */
export function contrastCells(
	numbers: Numbers,
	contrast: Contrast | null,
): [base: string, tuned: string, difference: string] {
	if (contrast === null) return ["–", "–", "–"];
	const { base, tuned, difference } = contrast;
	return isShare(contrast)
		? [numbers.share(base), numbers.share(tuned), numbers.points(difference)]
		: [numbers.value(base), numbers.value(tuned), numbers.change(difference)];
}
