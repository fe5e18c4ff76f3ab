import type { Translations } from "../../page/language/translations.ts";

const en = {
	checksTitle: "What was tested, and what was not",
	checksAbout:
		"Each check with the rows that it looked at and those that it found. Recall and false alarms were measured on rows with planted faults; a dash means that they were not measured.",
	check: "Check",
	examined: "Rows examined",
	found: "Rows found",
	recall: "Recall",
	falseAlarms: "False alarms",
	skipped: "Skipped rows",
	skippedText: (of: { rows: string; reason: string }) =>
		`${of.rows}: ${of.reason}`,
	tested: "Tests",
	testedLine: (of: { kind: string; tested: string }) =>
		`${of.kind}: ${of.tested}`,
	title: "How it was measured",
	files: "Files",
	file: (of: { path: string; rows: string; unreadable: string }) =>
		`${of.path}: ${of.rows}, unreadable: ${of.unreadable}`,
	rows: "Rows",
	rowsText: (of: {
		demonstrations: string;
		pairs: string;
		verdicts: string;
		prompts: string;
	}) =>
		`demonstrations ${of.demonstrations}, pairs ${of.pairs}, verdicts ${of.verdicts}, prompts without an answer ${of.prompts}`,
	languages: "Languages",
	languagesText: (of: { english: string; japanese: string; other: string }) =>
		`English ${of.english}, Japanese ${of.japanese}, other ${of.other}`,
	lengths: "Lengths in characters",
	lengthsText: (of: {
		part: string;
		p5: string;
		p50: string;
		p95: string;
		max: string;
	}) =>
		`${of.part}: 5% ${of.p5}, median ${of.p50}, 95% ${of.p95}, longest ${of.max}`,
	settings: "Settings",
	settingsText: (of: { near: string; alpha: string; seed: string }) =>
		`near-duplicates from a similarity of ${of.near} on, level of the tests ${of.alpha}, seed ${of.seed}`,
	topic: (column: string) => `topic from the column ${column}`,
	groups: (columns: string) => `groups by ${columns}`,
	position: (column: string) => `position from the column ${column}`,
	created: "Created",
	version: "Version",
};

const ja: typeof en = {
	checksTitle: "調べたことと調べていないこと",
	checksAbout:
		"各検査が調べた行と見つけた行です。再現率と誤検出率は、わざと誤りを入れた行で測ったものです。棒線は、測っていないことを示します。",
	check: "検査",
	examined: "調べた行",
	found: "見つけた行",
	recall: "再現率",
	falseAlarms: "誤検出率",
	skipped: "除いた行",
	skippedText: ({ rows, reason }) => `${rows}(原文: ${reason})`,
	tested: "検査の内容(原文)",
	testedLine: ({ kind, tested }) => `${kind}: ${tested}`,
	title: "測定方法",
	files: "ファイル",
	file: ({ path, rows, unreadable }) =>
		`${path}: ${rows}、読めない行: ${unreadable}`,
	rows: "行の種類",
	rowsText: ({ demonstrations, pairs, verdicts, prompts }) =>
		`模範回答${demonstrations}、選好ペア${pairs}、評価${verdicts}、回答のないプロンプト${prompts}`,
	languages: "言語",
	languagesText: ({ english, japanese, other }) =>
		`英語${english}、日本語${japanese}、その他${other}`,
	lengths: "長さ(文字数)",
	lengthsText: ({ part, p5, p50, p95, max }) =>
		`${part}: 5%点${p5}、中央値${p50}、95%点${p95}、最長${max}`,
	settings: "設定",
	settingsText: ({ near, alpha, seed }) =>
		`類似度${near}以上をほぼ同じ行とする、検定の水準${alpha}、乱数の種${seed}`,
	topic: (column) => `分野の列: ${column}`,
	groups: (columns) => `まとまりの列: ${columns}`,
	position: (column) => `位置の列: ${column}`,
	created: "作成日時",
	version: "バージョン",
};

/** What was tested and how. */
export const methodTexts: Translations<typeof en> = { en, ja };
