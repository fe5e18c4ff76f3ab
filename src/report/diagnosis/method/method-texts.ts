import type { Translations } from "../../page/language/translations.ts";

const en = {
	title: "How it was measured",
	base: "Base",
	tuned: "Tuned",
	adapter: (path: string) => `adapter ${path}`,
	tasks: "Tasks",
	task: (of: {
		name: string;
		role: string;
		scorer: string;
		questions: string;
	}) => `${of.name}: ${of.role}, scorer ${of.scorer}, ${of.questions}`,
	changes: "Changes",
	changesText:
		"A question is known if the calibrated probability of its right answer, asked with examples, reaches the level of the probe. A change compares what the base knew and how it answered without examples with how the tuned model answers without examples.",
	intervals: "Intervals",
	intervalsText:
		"All intervals are 95% intervals over questions; differences are paired by question.",
	cause: "Rule for the cause",
	causeText: (cause: string) =>
		`The rule compared these numbers and decided on “${cause}”:`,
	evidence: ({ name, value }: { name: string; value: string }) =>
		`${name} = ${value}`,
	excluded: "Left out",
	excludedText: (of: { task: string; questions: string; reason: string }) =>
		`${of.task}: ${of.questions}: ${of.reason}`,
	nothingExcluded: "No question was left out.",
	time: "Duration",
	created: "Created",
	version: "Version",
};

const ja: typeof en = {
	title: "測定方法",
	base: "元のモデル",
	tuned: "調整後のモデル",
	adapter: (path) => `アダプター ${path}`,
	tasks: "課題",
	task: ({ name, role, scorer, questions }) =>
		`${name}: ${role}、採点方法 ${scorer}、${questions}`,
	changes: "変化の分類",
	changesText:
		"例を入れて尋ねたときの正答の較正済み確率が調査の基準に達する問題を「既知」とします。変化は、元のモデルの知識と例なしでの回答を、調整後のモデルの例なしでの回答と比べて決めます。",
	intervals: "区間",
	intervalsText:
		"区間はすべて、問題についての95%区間です。差は問題ごとに対にして求めています。",
	cause: "原因を決める規則",
	causeText: (cause) => `規則は次の数値を比べ、「${cause}」と判定しました。`,
	evidence: ({ name, value }) => `${name} = ${value}`,
	excluded: "除外した問題",
	excludedText: ({ task, questions, reason }) =>
		`${task}: ${questions}: ${reason}`,
	nothingExcluded: "除外した問題はありません。",
	time: "所要時間",
	created: "作成日時",
	version: "バージョン",
};

/** How a diagnosis was measured. */
export const methodTexts: Translations<typeof en> = { en, ja };
