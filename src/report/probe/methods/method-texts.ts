import type { Translations } from "../../page/language/translations.ts";

const en = {
	title: "How it was measured",
	model: "Model",
	adapter: (path: string) => `adapter ${path}`,
	inputs: "Questions",
	asking: "Asking",
	askingText: (of: { shots: string; orders: string; seed: string }) =>
		`${of.shots} examples in the prompt, ${of.orders} orders of the options, seed ${of.seed}`,
	deciding: "Deciding method",
	levels: "Levels",
	levelsText: (of: { known: string; unknown: string }) =>
		`The probability of the right option is calibrated and corrected for guessing: (p − 1/K) / (1 − 1/K) for K options. A question is known from ${of.known} on, and unknown up to ${of.unknown}.`,
	calibration: "Calibration",
	calibrationText:
		"The temperature is fitted on other folds of questions than those on which the calibration error is measured; the interval of the error is a bootstrap interval.",
	falseKnown: "False “known”",
	falseKnownText: (share: string) =>
		`Of the questions called known, the model is estimated to have guessed ${share}, judged by its confident wrong choices.`,
	distractors: "Other options",
	ownOptions: "The rows list the options themselves.",
	intervals: "Intervals",
	intervalsText: "All intervals are 95% intervals over questions.",
	time: "Duration",
	created: "Created",
	version: "Version",
};

const ja: typeof en = {
	title: "測定方法",
	model: "モデル",
	adapter: (path) => `アダプター ${path}`,
	inputs: "問題",
	asking: "尋ね方",
	askingText: ({ shots, orders, seed }) =>
		`プロンプト内の例${shots}件、選択肢の順序${orders}通り、乱数の種${seed}`,
	deciding: "判定に使う方法",
	levels: "基準",
	levelsText: ({ known, unknown }) =>
		`正解の選択肢の確率を較正し、当て推量の分を補正します。選択肢がK個なら (p − 1/K) / (1 − 1/K) です。${known}以上なら既知、${unknown}以下なら未知とします。`,
	calibration: "較正",
	calibrationText:
		"温度は、較正誤差を測る問題とは別の問題で推定しています。誤差の区間はブートストラップ区間です。",
	falseKnown: "誤った「既知」",
	falseKnownText: (share) =>
		`既知と判定した問題のうち、当て推量だったと推定されるのは${share}です。確信を持って誤った選択から推定しています。`,
	distractors: "ほかの選択肢",
	ownOptions: "選択肢は行に書かれています。",
	intervals: "区間",
	intervalsText: "区間はすべて、問題についての95%区間です。",
	time: "所要時間",
	created: "作成日時",
	version: "バージョン",
};

/** How a probe was measured. */
export const methodTexts: Translations<typeof en> = { en, ja };
