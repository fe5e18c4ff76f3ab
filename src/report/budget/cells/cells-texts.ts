import type { Translations } from "../../page/language/translations.ts";

const en = {
	title: "All cells",
	about: (file: string) =>
		`Everything that was trained, a cell per line, with its mean over seeds and questions. Controls are not used to fit the model of the score. The file ${file} has a line for each trial.`,
	role: "Role",
	trials: "Trials",
	gain: ({ unit }: { unit: string }) => `Gain over the base, ${unit}`,
	moved: "KL from the base, nats per token",
	untouched: "the base",
	failed: (failed: number, of: number) => `${of - failed} of ${of}`,
	reasons: "Trials without a score",
	reason: ({
		cell,
		seed,
		reason,
	}: {
		cell: string;
		seed: number;
		reason: string;
	}) => `${cell}, seed ${seed}: ${reason}`,
	more: (count: number) =>
		`${count} more trials have no score; the file of trials has their reasons.`,
	none: "No cell was trained yet.",
};

const ja: typeof en = {
	title: "すべてのセル",
	about: (file) =>
		`学習したすべてのセルを一行ずつ、シードと問題にわたる平均とともに示します。対照のセルは得点のモデルには使っていません。ファイル ${file} には、試行ごとに一行あります。`,
	role: "役割",
	trials: "試行",
	gain: ({ unit }) => `元のモデルからの向上(${unit})`,
	moved: "元のモデルからのKL(nat/トークン)",
	untouched: "元のモデル",
	failed: (failed, of) => `${of}回中${of - failed}回`,
	reasons: "得点のない試行",
	reason: ({ cell, seed, reason }) => `${cell}、シード${seed}: ${reason}`,
	more: (count) =>
		`ほかに${count}回の試行に得点がありません。理由は試行のファイルにあります。`,
	none: "学習したセルはまだありません。",
};

/** The table of all cells. */
export const cellsTexts: Translations<typeof en> = { en, ja };
