import type { Severity } from "../../../audit/audit-result.ts";
import { plural } from "../../page/language/plural.ts";
import type { Translations } from "../../page/language/translations.ts";

const en = {
	kind: "Audit",
	title: "What the audit found",
	heading: (files: string) => `Audit of ${files}`,
	badge: { clean: "No findings", passed: "Passed", failed: "Failed" },
	severity: {
		error: "error",
		warning: "warning",
		note: "note",
	} satisfies Record<Severity, string>,
	severities: {
		error: (count: number) => plural(count, "error"),
		warning: (count: number) => plural(count, "warning"),
		note: (count: number) => plural(count, "note"),
	} satisfies Record<Severity, (count: number) => string>,
	rows: (count: string) => (count === "1" ? "1 row" : `${count} rows`),
	lead: (of: { found: string; rows: string }) =>
		`The audit found ${of.found} in ${of.rows}.`,
	clean: (rows: string) => `The audit found nothing in ${rows}.`,
	failOn: (severity: string) =>
		`It fails on a finding of this severity or a graver one: ${severity}.`,
	neverFails: "It is set never to fail.",
	limits:
		"It says nothing about what it did not test: the section on checks lists what each check looked at and what it left out.",
	entries: "Findings",
	notes: "Please note",
	stopped: (path: string) =>
		`Reading ${path} ended at a fault of the file; what follows it was not seen.`,
	tiles: { rows: "Rows read", affected: "Rows in findings" },
	affected: "that are errors or warnings",
	files: (count: number) => plural(count, "file"),
	more: (count: string) => `${count} further findings are listed below.`,
};

const ja: typeof en = {
	kind: "監査報告書",
	title: "監査の結果",
	heading: (files) => `${files}の監査`,
	badge: { clean: "指摘なし", passed: "合格", failed: "不合格" },
	severity: { error: "エラー", warning: "警告", note: "注記" },
	severities: {
		error: (count) => `エラー${count}件`,
		warning: (count) => `警告${count}件`,
		note: (count) => `注記${count}件`,
	},
	rows: (count) => `${count}行`,
	lead: ({ found, rows }) => `${rows}を監査し、${found}を見つけました。`,
	clean: (rows) => `${rows}を監査しましたが、指摘はありません。`,
	failOn: (severity) => `重大度が「${severity}」以上の指摘があれば不合格です。`,
	neverFails: "不合格にしない設定です。",
	limits:
		"調べていないことについては何も言えません。各検査が調べた行と除いた行は、検査の節に示します。",
	entries: "指摘",
	notes: "注意",
	stopped: (path) =>
		`${path}は途中に誤りがあり、そこで読み込みを終えました。その後は見ていません。`,
	tiles: { rows: "読み込んだ行", affected: "指摘のある行" },
	affected: "エラーか警告のもの",
	files: (count) => `${count}ファイル`,
	more: (count) => `ほかの${count}件の指摘は下に示します。`,
};

/** What was found, in words. */
export const summaryTexts: Translations<typeof en> = { en, ja };
