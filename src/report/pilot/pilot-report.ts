import type { PilotResult } from "../../studies/pilot/pilot-result.ts";
import type { Language } from "../page/language/language.ts";
import { timeText } from "../page/language/unit-text.ts";
import { machineText } from "../page/machine-text.ts";
import { html } from "../page/markup.ts";
import { named } from "../page/named.ts";
import type { Report } from "../page/report.ts";
import { armsSection } from "./arms/arms-section.ts";
import { changesSection } from "./changes/changes-section.ts";
import { diagnosisSection } from "./diagnosis/diagnosis-section.ts";
import { learningSection } from "./learning/learning-section.ts";
import { methodSection } from "./method/method-section.ts";
import { modelsSection } from "./models/models-section.ts";
import { monitorsSection } from "./monitors/monitors-section.ts";
import { pilotStyle } from "./pilot-style.ts";
import { planeSection } from "./plane/plane-section.ts";
import { ratesSection } from "./rates/rates-section.ts";
import { recipeSection } from "./recipe/recipe-section.ts";
import { runsSection } from "./runs/runs-section.ts";
import { samplesSection } from "./samples/samples-section.ts";
import { pilotSummary } from "./summary/pilot-summary.ts";
import { basesOf } from "./view/bases-of.ts";
import { reportView } from "./view/report-view.ts";

/** The sections of a pilot's report, in their order; one without content is left out. */
const sections = [
	modelsSection,
	planeSection,
	armsSection,
	diagnosisSection,
	changesSection,
	learningSection,
	monitorsSection,
	ratesSection,
	runsSection,
	samplesSection,
	recipeSection,
	methodSection,
];

/** The report of a pilot's result, for `renderPage` and `renderText`. */
export function pilotReport(original: PilotResult, language: Language): Report {
	const view = reportView(original, language);
	const { result, texts } = view;
	return {
		language,
		kind: texts.shared.kind,
		title: result.title,
		about: [
			...basesOf(result).map(({ name }) => named(name)),
			html`${timeText(language, result.created)}`,
		],
		summary: pilotSummary(view),
		sections: sections.map((section) => section(view)),
		foot: machineText(result, language),
		style: pilotStyle,
	};
}
