import { rateText } from "../../page/language/number-text.ts";
import type { ReportView } from "../view/report-view.ts";
import { triedScores } from "./tried-scores.ts";

/** A sentence for each stage whose rate was chosen by itself, and before them how; none if no arm has such stages. */
export function stageRates(view: ReportView): string[] {
	const { texts, result } = view;
	const { value } = triedScores(view);
	const told = result.arms.flatMap(({ name, stages = [] }) =>
		stages.flatMap(({ objective, learningRate, tried }, i) =>
			tried === undefined
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
