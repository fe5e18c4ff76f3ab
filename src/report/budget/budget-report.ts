import type { BudgetResult } from "../../studies/budget/budget-result.ts";
import type { Language } from "../page/language/language.ts";
import { timeText } from "../page/language/unit-text.ts";
import { machineText } from "../page/machine-text.ts";
import { html } from "../page/markup.ts";
import { named } from "../page/named.ts";
import type { Report } from "../page/report.ts";
import { budgetStyle } from "./budget-style.ts";
import { cellsSection } from "./cells/cells-section.ts";
import { choiceSection } from "./choice/choice-section.ts";
import { coldSection } from "./cold/cold-section.ts";
import { frontierSection } from "./frontier/frontier-section.ts";
import { marginalSection } from "./marginal/marginal-section.ts";
import { methodSection } from "./method/method-section.ts";
import { ratesSection } from "./rates/rates-section.ts";
import { sensitivitySection } from "./sensitivity/sensitivity-section.ts";
import { splitsSection } from "./splits/splits-section.ts";
import { budgetSummary } from "./summary/budget-summary.ts";
import { budgetView } from "./view/budget-view.ts";

/** The sections of a budget study's report, in their order. */
const sections = [
	choiceSection,
	frontierSection,
	splitsSection,
	coldSection,
	sensitivitySection,
	marginalSection,
	cellsSection,
	ratesSection,
	methodSection,
];

/** The report of a budget study's result, for `renderPage` and `renderText`. */
export function budgetReport(
	original: BudgetResult,
	language: Language,
): Report {
	const view = budgetView(original, language);
	const { result, texts } = view;
	return {
		language,
		kind: texts.shared.kind,
		title: result.title,
		about: [
			named(result.model.name),
			html`${timeText(language, result.created)}`,
		],
		summary: budgetSummary(view),
		sections: sections.map((section) => section(view)),
		foot: machineText(result, language),
		style: budgetStyle,
	};
}
