import type { AuditResult } from "../../../audit/audit-result.ts";
import { clean } from "../../page/language/clean.ts";
import type { Language } from "../../page/language/language.ts";
import { type Numbers, numbersOf } from "../../page/language/numbers.ts";
import { type AuditTexts, auditTexts } from "../audit-texts.ts";

/** An audit with everything that the sections need to describe it in one language. */
export interface AuditView {
	readonly result: AuditResult;
	readonly texts: AuditTexts;
	readonly numbers: Numbers;
}

export function auditView(
	original: AuditResult,
	language: Language,
): AuditView {
	const texts = auditTexts(language);
	return { result: clean(original), texts, numbers: numbersOf(texts) };
}

/** Rows that were read. */
export function rowsRead({ result }: AuditView): number {
	const { demonstrations, pairs, verdicts, prompts } = result.rows;
	return demonstrations + pairs + verdicts + prompts;
}
