import {
	type AuditResult,
	auditResultSchema,
} from "../../audit/audit-result.ts";
import { checkAgainst } from "../files/check-against.ts";

/** The value as the result of an audit. Throws `data` with the file and the key if it is not one. */
export function checkAudit(value: unknown, file: string): AuditResult {
	return checkAgainst(auditResultSchema, value, {
		file,
		what: "an audit's result",
		hint: "An audit writes report.json into the folder that --out names.",
	});
}
