import type { Translations } from "../../page/language/translations.ts";

const en = {
	matchingTitle: "Groups and matching",
	matchingAbout:
		"Questions of each group before training. Groups are made equal in size and matched on the model's confidence, because the harmonious and the incompatible group share no questions. Each run adds the same number of general rows.",
	group: "Group",
	available: "Available questions",
	used: "Used after matching",
	confidence: "Mean confidence of those used",
	excludedTitle: "Questions left out",
	excluded: "Reason",
	title: "How it was measured",
	model: "Model",
	questions: "Questions",
	questionsText: (of: { role: string; questions: string }) =>
		`${of.role}: ${of.questions}`,
	intervals: "Intervals",
	intervalsText:
		"95% intervals over seeds (Student's t); contrasts are paired by seed.",
	seeds: "Seeds",
	failures: "Failed runs",
	failure: (of: { arm: string; seed: string; reason: string }) =>
		`${of.arm}, seed ${of.seed}: ${of.reason}`,
	noFailures: "Every run finished.",
	created: "Created",
	version: "Version",
};

const ja: typeof en = {
	matchingTitle: "群と対応付け",
	matchingAbout:
		"学習前の各群の問題です。調和と矛盾の群には共通の問題がないため、群の大きさをそろえ、モデルの確信度で対応付けています。どの学習にも同じ数の一般の行を加えています。",
	group: "群",
	available: "使える問題",
	used: "対応付け後に使った問題",
	confidence: "使った問題の平均の確信度",
	excludedTitle: "除外した問題",
	excluded: "理由(原文)",
	title: "測定方法",
	model: "モデル",
	questions: "問題数",
	questionsText: ({ role, questions }) => `${role}: ${questions}`,
	intervals: "区間",
	intervalsText:
		"乱数の種についての95%区間(スチューデントのt)です。対比は乱数の種ごとに対にしています。",
	seeds: "乱数の種",
	failures: "失敗した学習",
	failure: ({ arm, seed, reason }) => `${arm}、乱数の種${seed}: ${reason}`,
	noFailures: "すべての学習が終わりました。",
	created: "作成日時",
	version: "バージョン",
};

/** How the study was set up and measured. */
export const methodTexts: Translations<typeof en> = { en, ja };
