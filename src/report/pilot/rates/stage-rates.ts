import { rateText } from "../../page/language/number-text.ts";
import type { ReportView } from "../view/report-view.ts";
import { triedScores } from "./tried-scores.ts";

/**
 * A sentence for each earlier stage whose rate was chosen by itself, preceded by one on how; none without such stages. A stage with
 * a single rate was not tuned and gets none.
 */
export function stageRates(view: ReportView): string[] {
	const { texts, result } = view;
	const { value } = triedScores(view);
	const told = result.arms.flatMap(({ name, stages = [] }) =>
		stages.flatMap(({ objective, learningRate, tried }, i) =>
			tried === undefined || tried.length < 2
				? []
				: [
						texts.rates.stage({
							...{ arm: name, number: i + 1, objective },
							chosen: rateText(learningRate),
							points: tried
								.map(
									(one) =>
										`${rateText(one.learningRate)}${texts.colon}${value(one.score)}`,
								)
								.join("; "),
						}),
					],
		),
	);
	return told.length === 0 ? [] : [texts.rates.apart, ...told];
}

/** The rule by which rates were chosen; it claims the same effort for all arms only if no stage was tuned by itself. */
export function ratesNote(view: ReportView): string {
	const { note, noteApart } = view.texts.rates;
	return stageRates(view).length === 0 ? note : noteApart;
}
