import { roundText } from "../../page/language/number-text.ts";
import { shortName } from "../../page/language/short-name.ts";
import type { ReportView } from "../view/report-view.ts";

/** How to show the scores by which learning rates were chosen: in the unit of the first target. */
export interface TriedScores {
	/** The factor from a score to the number that is shown. */
	readonly scale: number;
	/** The target and its unit: `sums, accuracy, %`. */
	readonly name: string;
	value(score: number | null): string;
}

export function triedScores(view: ReportView): TriedScores {
	const { texts, target } = view;
	const { rates } = texts;
	if (target === null)
		return {
			scale: 1,
			name: rates.score,
			value: (score) =>
				score === null ? rates.noScore : roundText(texts.language, score),
		};
	const figures = view.figures(target);
	return {
		scale: figures.scale,
		name: rates.scoreOn({ axis: shortName(target.name), unit: figures.unit }),
		value: (score) => (score === null ? rates.noScore : figures.value(score)),
	};
}
