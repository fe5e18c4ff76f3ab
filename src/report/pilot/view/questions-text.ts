import type { Axis } from "../../../studies/pilot/pilot-result.ts";
import { countText } from "../../page/language/number-text.ts";
import type { ReportView } from "./report-view.ts";

/** How many questions an axis has; a dash if it measures whole models. */
export function questionsText(
	{ texts }: ReportView,
	{ questions }: Axis,
): string {
	return questions === null ? "–" : countText(texts.language, questions);
}
