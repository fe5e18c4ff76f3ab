import type { Language } from "../page/language/language.ts";
import { textsIn } from "../page/language/translations.ts";
import { type Words, wordsOf } from "../page/language/words.ts";
import { findingsTexts } from "./findings/findings-texts.ts";
import { methodTexts } from "./method/method-texts.ts";
import { slicesTexts } from "./slices/slices-texts.ts";
import { summaryTexts } from "./summary/summary-texts.ts";

/** The texts of every section, by its name in `AuditTexts`. */
export const auditSections = {
	summary: summaryTexts,
	findings: findingsTexts,
	slices: slicesTexts,
	method: methodTexts,
};

type Sections = typeof auditSections;

/** Everything that the report of an audit says, in one language. */
export type AuditTexts = Words & {
	readonly [K in keyof Sections]: Sections[K][Language];
};

export function auditTexts(language: Language): AuditTexts {
	return { ...wordsOf(language), ...textsIn(language, auditSections) };
}
