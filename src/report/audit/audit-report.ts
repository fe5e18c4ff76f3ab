import type { AuditResult } from "../../audit/audit-result.ts";
import type { Language } from "../page/language/language.ts";
import { shortName } from "../page/language/short-name.ts";
import { timeText } from "../page/language/unit-text.ts";
import { html } from "../page/markup.ts";
import type { Report } from "../page/report.ts";
import { findingsSection } from "./findings/findings-section.ts";
import { checksSection } from "./method/checks-section.ts";
import { methodSection } from "./method/method-section.ts";
import { groupingsSection } from "./slices/groupings-section.ts";
import { modelSection } from "./slices/model-section.ts";
import { slicesSection } from "./slices/slices-section.ts";
import { auditSummary } from "./summary/audit-summary.ts";
import { auditView } from "./view/audit-view.ts";

/** The sections of an audit, in their order. */
const sections = [
	findingsSection,
	slicesSection,
	modelSection,
	groupingsSection,
	checksSection,
	methodSection,
];

/** The report of an audit of rows, for `renderPage` and `renderText`. */
export function auditReport(original: AuditResult, language: Language): Report {
	const view = auditView(original, language);
	const { result, texts } = view;
	const files = result.files.map(({ path }) => shortName(path));
	return {
		language,
		kind: texts.summary.kind,
		title: texts.summary.heading(texts.list(files)),
		about: [html`${timeText(language, result.created)}`],
		summary: auditSummary(view),
		sections: sections.flatMap((section) => section(view) ?? []),
		foot: `temper ${result.temper}`,
	};
}
