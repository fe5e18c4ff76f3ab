import type {
	ArmResult,
	Axis,
	PilotResult,
} from "../../../studies/pilot/pilot-result.ts";
import { clean } from "../../page/language/clean.ts";
import type { Figures } from "../../page/language/figures.ts";
import type { Language } from "../../page/language/language.ts";
import { type PilotTexts, pilotTexts } from "../pilot-texts.ts";
import { axisFigures } from "./axis-figures.ts";
import { type PlaneAxes, planeAxes, recommendedArm } from "./estimate-of.ts";

/** A result with everything that the sections need to describe it in one language. */
export interface ReportView extends PlaneAxes {
	readonly result: PilotResult;
	readonly texts: PilotTexts;
	readonly recommended: ArmResult | null;
	figures(axis: Axis): Figures;
}

export function reportView(
	original: PilotResult,
	language: Language,
): ReportView {
	const result = clean(original);
	const texts = pilotTexts(language);
	const figures = new Map(
		result.axes.map((axis) => [axis.name, axisFigures(axis, result, texts)]),
	);
	return {
		result,
		texts,
		recommended: recommendedArm(result),
		...planeAxes(result),
		figures: (axis) =>
			figures.get(axis.name) ?? axisFigures(axis, result, texts),
	};
}
