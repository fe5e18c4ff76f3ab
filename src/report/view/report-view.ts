import type {
	ArmResult,
	Axis,
	PilotResult,
} from "../../studies/pilot/pilot-result.ts";
import type { Language } from "../texts/language.ts";
import type { Texts } from "../texts/texts.ts";
import { textsOf } from "../texts/texts-of.ts";
import { type AxisFigures, axisFigures } from "./axis-figures.ts";
import { clean } from "./clean.ts";
import { type PlaneAxes, planeAxes, recommendedArm } from "./estimate-of.ts";

/** A result with all that its parts need to be told in one language. */
export interface ReportView extends PlaneAxes {
	readonly result: PilotResult;
	readonly texts: Texts;
	readonly recommended: ArmResult | null;
	figures(axis: Axis): AxisFigures;
}

export function reportView(
	original: PilotResult,
	language: Language,
): ReportView {
	const result = clean(original);
	const texts = textsOf(language);
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
