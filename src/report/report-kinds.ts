import { join } from "node:path";
import { TemperError, withHint } from "../core/error.ts";
import { readJsonFile } from "../formats/json/json-file.ts";
import { auditReport } from "./audit/audit-report.ts";
import { checkAudit } from "./audit/check-audit.ts";
import { budgetFiles } from "./budget/budget-files.ts";
import { checkBudget } from "./budget/check-budget.ts";
import { checkDiagnosis } from "./diagnosis/check-diagnosis.ts";
import { diagnosisReport } from "./diagnosis/diagnosis-report.ts";
import { pagesOf, type ReportFile } from "./files/report-file.ts";
import { reportFiles } from "./files/report-files.ts";
import { checkInterventions } from "./interventions/check-interventions.ts";
import { interventionsReport } from "./interventions/interventions-report.ts";
import type { Language } from "./page/language/language.ts";
import { checkResult } from "./pilot/check-result.ts";
import { pilotReport } from "./pilot/pilot-report.ts";
import { checkProbe } from "./probe/check-probe.ts";
import { probeFiles } from "./probe/probe-files.ts";

/** A kind of study, for writing the report of its result. */
interface ReportKind {
	/** What such a study is called: `a pilot`. */
	readonly study: string;
	/** A key of the result that no other kind has. */
	readonly key: string;
	/** The files of the report of a result that was read from `file`. Throws `data` if it is no result of this kind. */
	open(value: unknown, file: string): (language: Language) => ReportFile[];
}

/** Every kind of study that has a report. */
const reportKinds: readonly ReportKind[] = [
	{
		study: "a pilot",
		key: "arms",
		open(value, file) {
			const result = checkResult(value, file);
			return (language) => pagesOf(pilotReport(result, language));
		},
	},
	{
		study: "a budget study",
		key: "cells",
		open(value, file) {
			const result = checkBudget(value, file);
			return (language) => budgetFiles(result, language);
		},
	},
	{
		study: "an intervention study",
		key: "interventions",
		open(value, file) {
			const result = checkInterventions(value, file);
			return (language) => pagesOf(interventionsReport(result, language));
		},
	},
	{
		study: "a probe",
		key: "prediction",
		open(value, file) {
			const result = checkProbe(value, file);
			return (language) => probeFiles(result, language);
		},
	},
	{
		study: "a diagnosis",
		key: "tuned",
		open(value, file) {
			const result = checkDiagnosis(value, file);
			return (language) => pagesOf(diagnosisReport(result, language));
		},
	},
	{
		study: "an audit",
		key: "findings",
		open(value, file) {
			const result = checkAudit(value, file);
			return (language) => pagesOf(auditReport(result, language));
		},
	},
];

const alternatives = new Intl.ListFormat("en", { type: "disjunction" });

/**
 * The files of the report of the study in a folder, in any language, from its `report.json`. Throws `data` if that file is
 * missing or is not the result of a study.
 */
export async function openReport(
	folder: string,
): Promise<(language: Language) => ReportFile[]> {
	const path = join(folder, reportFiles.json);
	const studies = alternatives.format(reportKinds.map(({ study }) => study));
	try {
		const value = await readJsonFile(path, "data");
		const kind = reportKinds.find(({ key }) => Object.hasOwn(value, key));
		if (kind === undefined)
			throw new TemperError("data", {
				where: path,
				expected: `the result of ${studies}`,
				found: `the keys ${Object.keys(value).slice(0, 8).join(", ") || "of no result"}`,
			});
		return kind.open(value, path);
	} catch (error) {
		throw withHint(error, `Name the folder of ${studies} that has a report.`);
	}
}
