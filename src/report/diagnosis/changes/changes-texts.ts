import type { Change } from "../../../diagnose/change/diagnosis.ts";
import type { Translations } from "../../page/language/translations.ts";

const en = {
	title: "What changed",
	about:
		"What happened to the answer to each question. Learned: the base did not know the answer and the tuned model gives it. Drawn out: the base knew the answer, but did not give it when asked without examples; the tuned model does. Restyled: the substance of the answer is the same, and its form changed the score. Damaged: the base knew the answer and the tuned model does not give it.",
	guessing:
		"Shares are corrected for guessing: a right answer that a model without knowledge would have guessed does not count as learned. Brackets hold 95% intervals.",
	none: "No task has answers that are right or wrong, so changes could not be counted.",
	all: "counted questions",
	allAbout:
		"The bar “counted questions” holds all questions that are held out or in domain or, if there are none, all questions.",
	names: {
		learned: "Learned",
		"drawn-out": "Drawn out",
		restyled: "Restyled",
		damaged: "Damaged",
		unchanged: "Unchanged",
	} satisfies Record<Change, string>,
	figure: "Shares of questions",
	alt: (rows: string) =>
		`Shares of questions by what happened to them. ${rows}`,
	questions: "Questions",
	flipsTitle: "Right and wrong answers before and after",
	flipsAbout:
		"Questions without examples in the prompt, by whether the base and the tuned model answer them right. These are counts as observed, not corrected for guessing.",
	noFlips: "No task has answers that are right or wrong.",
	flips: {
		rightRight: "Stays right",
		rightWrong: "Right to wrong",
		wrongRight: "Wrong to right",
		wrongWrong: "Stays wrong",
	},
	before: "base",
	after: "tuned model",
	right: "right",
	wrong: "wrong",
	flipsAlt: ({ task, cells }: { task: string; cells: string }) =>
		`Answers to ${task} before and after tuning. ${cells}`,
};

const ja: typeof en = {
	title: "何が変わったか",
	about:
		"各問題への回答に起きたことです。学習: 元のモデルが知らなかった答えを、調整後のモデルが出します。引き出し: 元のモデルは答えを知っていましたが、例なしで尋ねると答えられず、調整後のモデルは答えます。形式の変化: 答えの中身は同じで、形式だけが得点を変えました。損傷: 元のモデルが知っていた答えを、調整後のモデルが出せません。",
	guessing:
		"割合は当て推量の分を補正しています。知識のないモデルが偶然当てる分は、学習に数えません。括弧内は95%区間です。",
	none: "正誤で採点する課題がないため、変化を数えられませんでした。",
	all: "数えた問題",
	allAbout:
		"「数えた問題」の棒は、役割が「学習に使わない問題」か「同じ領域」の問題をまとめたものです。どちらもなければ、すべての問題です。",
	names: {
		learned: "学習",
		"drawn-out": "引き出し",
		restyled: "形式の変化",
		damaged: "損傷",
		unchanged: "変化なし",
	},
	figure: "問題の割合",
	alt: (rows) => `起きたことごとの問題の割合。${rows}`,
	questions: "問題数",
	flipsTitle: "調整前後の正誤",
	flipsAbout:
		"プロンプトに例を入れずに尋ねた問題を、元のモデルと調整後のモデルの正誤で分けたものです。当て推量の補正をしていない、観測したままの数です。",
	noFlips: "正誤で採点する課題がありません。",
	flips: {
		rightRight: "正解のまま",
		rightWrong: "正解から不正解",
		wrongRight: "不正解から正解",
		wrongWrong: "不正解のまま",
	},
	before: "元のモデル",
	after: "調整後のモデル",
	right: "正解",
	wrong: "不正解",
	flipsAlt: ({ task, cells }) => `${task}への調整前後の回答。${cells}`,
};

/** Shares of changes, and flips. */
export const changesTexts: Translations<typeof en> = { en, ja };
