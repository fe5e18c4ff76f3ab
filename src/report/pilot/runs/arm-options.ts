import type { ArmResult } from "../../../studies/pilot/pilot-result.ts";
import { countText, rateText } from "../../page/language/number-text.ts";
import type { ReportView } from "../view/report-view.ts";

/** The options of an arm, with what its stages were trained with and the model that it begins from if it names one. */
export function armOptions({ texts }: ReportView, arm: ArmResult): string {
	const { language, runs: words } = texts;
	const stages = (arm.stages ?? []).map(
		({ objective, learningRate, length }, i) =>
			words.stage({
				...{ number: i + 1, objective, rate: rateText(learningRate) },
				length: words.lengths[length.kind](countText(language, length.count)),
			}),
	);
	const model = arm.model === undefined ? [] : [words.from(arm.model)];
	return [arm.options, ...model, ...stages].join("; ");
}
