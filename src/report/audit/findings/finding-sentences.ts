import type { Finding } from "../../../audit/audit-result.ts";
import type { AuditView } from "../view/audit-view.ts";

/**
 * What was found, as a sentence. The result says it in English; in other languages it is said anew from the kind and the
 * number of rows.
 */
export function findingMessage(
	{ texts, numbers }: AuditView,
	{ kind, count, message }: Finding,
): string {
	const { findings, language } = texts;
	return language === "en"
		? message
		: findings.found({
				kind: findings.kinds[kind],
				rows: numbers.count(count),
			});
}

/** What to do about it. */
export function findingRemedy(
	{ texts }: AuditView,
	{ kind, remedy }: Finding,
): string {
	return texts.language === "en" ? remedy : texts.findings.remedies[kind];
}
