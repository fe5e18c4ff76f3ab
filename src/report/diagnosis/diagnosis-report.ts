import type { Diagnosis } from "../../diagnose/change/diagnosis.ts";
import type { Language } from "../page/language/language.ts";
import { timeText } from "../page/language/unit-text.ts";
import { html } from "../page/markup.ts";
import { named } from "../page/named.ts";
import type { Report } from "../page/report.ts";
import { changesSection } from "./changes/changes-section.ts";
import { flipsSection } from "./changes/flips-section.ts";
import { methodSection } from "./method/method-section.ts";
import { modelsSection } from "./models/models-section.ts";
import { consistencySection } from "./options/consistency-section.ts";
import { optionsSection } from "./options/options-section.ts";
import { knowledgeSection } from "./scores/knowledge-section.ts";
import { scoresSection } from "./scores/scores-section.ts";
import { slicesSection } from "./slices/slices-section.ts";
import { leakageSection } from "./style/leakage-section.ts";
import { styleSection } from "./style/style-section.ts";
import { diagnosisSummary } from "./summary/diagnosis-summary.ts";
import { type DiagnosisView, diagnosisView } from "./view/diagnosis-view.ts";

/** The sections of a diagnosis, in their order. */
const sections = [
	changesSection,
	modelsSection,
	scoresSection,
	knowledgeSection,
	flipsSection,
	optionsSection,
	consistencySection,
	styleSection,
	leakageSection,
	slicesSection,
	methodSection,
];

function titleOf({ models, base, texts, numbers }: DiagnosisView): string {
	const [first] = models;
	return models.length === 1 && first !== undefined
		? texts.summary.one({ tuned: first.name, base })
		: texts.summary.several({ count: numbers.count(models.length), base });
}

/** The report of a diagnosis, for `renderPage` and `renderText`. */
export function diagnosisReport(
	original: Diagnosis,
	language: Language,
): Report {
	const view = diagnosisView(original, language);
	const { result, texts, base } = view;
	return {
		language,
		kind: texts.summary.kind,
		title: titleOf(view),
		about: [named(base), html`${timeText(language, result.created)}`],
		summary: diagnosisSummary(view),
		sections: sections.flatMap((section) => section(view) ?? []),
		foot: `temper ${result.temper}`,
	};
}
