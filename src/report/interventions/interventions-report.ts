import type { InterventionResult } from "../../studies/interventions/intervention-result.ts";
import type { Language } from "../page/language/language.ts";
import { timeText } from "../page/language/unit-text.ts";
import { html } from "../page/markup.ts";
import { named } from "../page/named.ts";
import type { Report } from "../page/report.ts";
import { armsSection } from "./arms/arms-section.ts";
import { consistencySection } from "./arms/consistency-section.ts";
import { contrastsSection } from "./arms/contrasts-section.ts";
import { mixSection } from "./curves/mix-section.ts";
import { quantitySection } from "./curves/quantity-section.ts";
import { matchingSection } from "./method/matching-section.ts";
import { methodSection } from "./method/method-section.ts";
import { interventionsSummary } from "./summary/interventions-summary.ts";
import { interventionsView } from "./view/interventions-view.ts";

/** The sections of an intervention study, in their order. */
const sections = [
	armsSection,
	contrastsSection,
	mixSection,
	quantitySection,
	consistencySection,
	matchingSection,
	methodSection,
];

/** The report of an intervention study, for `renderPage` and `renderText`. */
export function interventionsReport(
	original: InterventionResult,
	language: Language,
): Report {
	const view = interventionsView(original, language);
	const { result, texts, model } = view;
	return {
		language,
		kind: texts.summary.kind,
		title: result.title,
		about: [named(model), html`${timeText(language, result.created)}`],
		summary: interventionsSummary(view),
		sections: sections.map((section) => section(view)),
		foot: `temper ${result.temper}`,
	};
}
