import { roundText } from "../../page/language/number-text.ts";
import { shortName } from "../../page/language/short-name.ts";
import type { ReportView } from "../view/report-view.ts";

/** How the scores by which learning rates were chosen are told: in the unit of the first target. */
export interface TriedScores {
	/** What a score is multiplied by where it is shown. */
	readonly scale: number;
	/** What it was measured in: `sums, accuracy, %`. */
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
