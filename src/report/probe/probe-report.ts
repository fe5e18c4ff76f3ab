import type { ProbeResult } from "../../diagnose/probe/probe-result.ts";
import type { Language } from "../page/language/language.ts";
import { timeText } from "../page/language/unit-text.ts";
import { html } from "../page/markup.ts";
import { named } from "../page/named.ts";
import type { Report } from "../page/report.ts";
import { demonstrationsSection } from "./items/demonstrations-section.ts";
import { excludedSection } from "./items/excluded-section.ts";
import { itemsSection } from "./items/items-section.ts";
import { calibrationSection } from "./methods/calibration-section.ts";
import { methodSection } from "./methods/method-section.ts";
import { methodsSection } from "./methods/methods-section.ts";
import { orderSection } from "./methods/order-section.ts";
import { effectSection } from "./shares/effect-section.ts";
import { sharesSection } from "./shares/shares-section.ts";
import { probeSummary } from "./summary/probe-summary.ts";
import { probeView } from "./view/probe-view.ts";

/** The sections of a probe, in their order. */
const sections = [
	sharesSection,
	effectSection,
	demonstrationsSection,
	methodsSection,
	calibrationSection,
	orderSection,
	itemsSection,
	excludedSection,
	methodSection,
];

/** The report of a probe, for `renderPage` and `renderText`. */
export function probeReport(original: ProbeResult, language: Language): Report {
	const view = probeView(original, language);
	const { result, texts, model } = view;
	return {
		language,
		kind: texts.summary.kind,
		title: texts.summary.heading(model),
		about: [named(model), html`${timeText(language, result.created)}`],
		summary: probeSummary(view),
		sections: sections.flatMap((section) => section(view) ?? []),
		foot: `temper ${result.temper}`,
	};
}
