import type { Translations } from "../../page/language/translations.ts";

const en = {
	mixTitle: "Mixing self-aligning rows",
	mixAbout:
		"Accuracy by the share of incompatible questions that have the model's own answer instead of the right one. Lines are means over seeds, bands 95% intervals. The dashed line marks the best share.",
	mixNone: "No mixes were trained.",
	mixX: "share of self-aligning rows",
	mixAlt: ({ role, points }: { role: string; points: string }) =>
		`${role}: accuracy by the share of self-aligning rows. ${points}`,
	best: "best",
	share: "Share of self-aligning rows",
	quantityTitle: "Few good examples or many",
	quantityAbout:
		"Accuracy by the number of rows, on a logarithmic axis. Lines are means over seeds, bands 95% intervals.",
	quantityNone: "No series of quantities was trained.",
	quantityX: "rows, logarithmic",
	quantityAlt: ({ role, points }: { role: string; points: string }) =>
		`${role}: accuracy by the number of rows. ${points}`,
	enough: "enough",
	series: "Trained on",
	rows: "Rows",
};

const ja: typeof en = {
	mixTitle: "自己整合の行の混合",
	mixAbout:
		"矛盾する問題のうち、正解の代わりにモデル自身の答えを付けた割合ごとの正答率です。線は乱数の種についての平均、帯は95%区間です。破線は最良の割合を示します。",
	mixNone: "混合は学習していません。",
	mixX: "自己整合の行の割合",
	mixAlt: ({ role, points }) =>
		`${role}: 自己整合の行の割合ごとの正答率。${points}`,
	best: "最良",
	share: "自己整合の行の割合",
	quantityTitle: "少数の良い例か多数か",
	quantityAbout:
		"行数ごとの正答率です。横軸は対数です。線は乱数の種についての平均、帯は95%区間です。",
	quantityNone: "行数を変えた学習はしていません。",
	quantityX: "行数(対数)",
	quantityAlt: ({ role, points }) => `${role}: 行数ごとの正答率。${points}`,
	enough: "十分",
	series: "学習した行",
	rows: "行数",
};

/** Accuracy by the share of self-aligning rows, and by the number of rows. */
export const curvesTexts: Translations<typeof en> = { en, ja };
