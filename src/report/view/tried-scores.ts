import { roundText } from "./number-text.ts";
import type { ReportView } from "./report-view.ts";
import { shortName } from "./short-name.ts";

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
	const { chart } = texts;
	if (target === null)
		return {
			scale: 1,
			name: chart.ratesY,
			value: (score) =>
				score === null ? chart.noScore : roundText(texts.language, score),
		};
	const figures = view.figures(target);
	return {
		scale: figures.scale,
		name: chart.ratesOn({ axis: shortName(target.name), unit: figures.unit }),
		value: (score) => (score === null ? chart.noScore : figures.value(score)),
	};
}
