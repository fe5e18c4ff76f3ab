import type {
	DemonstrationMark,
	ProbeReason,
} from "../../../diagnose/probe/probe-result.ts";
import type { Translations } from "../../page/language/translations.ts";

const en = {
	title: "Questions",
	about: ({ file }: { file: string }) =>
		`What the model knows of each question: wrong answers held with confidence first, then what is unsure, unknown and known. All questions with all probabilities are in ${file}.`,
	question: "Question",
	knowledge: "Judged",
	right: "Right option",
	chosen: "Chosen option",
	confidence: "Confidence",
	rightProbability: "Probability of the right option",
	reasons: "Reasons",
	same: "the right one",
	show: (count: string) => `Show ${count} questions`,
	reason: {
		"confident-right": "right with confidence",
		"confident-wrong": "wrong with confidence",
		"at-chance": "hardly likelier than a guess",
		"between-levels": "between the levels",
		inconsistent: "differs between orders or wordings",
		"methods-differ": "methods disagree",
	} satisfies Record<ProbeReason, string>,
	demonstrationsTitle: "Demonstrations against what the model holds",
	demonstrationsAbout:
		"Harmonious rows teach what the model already holds. Incompatible rows teach an answer while the model holds another one with more confidence: they may replace things that it knows. The others cannot be tested.",
	mark: {
		harmonious: "harmonious",
		incompatible: "incompatible",
		"not-testable": "not testable",
	} satisfies Record<DemonstrationMark["mark"], string>,
	markTitle: "Mark",
	rowsTitle: "Rows",
	share: "Share",
	row: "Row",
	taught: "Taught answer",
	held: "Held by the model",
	why: "Reason",
	incompatible: (count: string) => `Incompatible rows (${count})`,
	notTestable: (count: string) => `Rows that cannot be tested (${count})`,
	excludedTitle: "Excluded questions",
	excludedAbout:
		"Questions that could not be used. They count in none of the shares.",
	excludedNone: "Every question could be used.",
	kinds: {
		"no-answer": "no answer",
		"duplicate-options": "two equal options",
		"answer-not-an-option": "the answer is not among the options",
		"too-few-distractors": "too few other answers to make options of",
		unreadable: "unreadable row",
		"too-long": "too long for the model",
		"not-testable": "answer of several sentences",
	} as Readonly<Record<string, string>>,
	kind: "Reason",
	example: "First case",
	count: "Questions",
};

const ja: typeof en = {
	title: "問題",
	about: ({ file }) =>
		`各問題についてのモデルの知識です。確信を持って誤ったもの、不確か、未知、既知の順に示します。すべての問題とすべての確率は${file}にあります。`,
	question: "問題",
	knowledge: "判定",
	right: "正解の選択肢",
	chosen: "選んだ選択肢",
	confidence: "確信度",
	rightProbability: "正解の選択肢の確率",
	reasons: "理由",
	same: "正解と同じ",
	show: (count) => `${count}問を表示`,
	reason: {
		"confident-right": "確信を持って正解",
		"confident-wrong": "確信を持って不正解",
		"at-chance": "当て推量と変わらない",
		"between-levels": "基準の間",
		inconsistent: "順序や言い回しで変わる",
		"methods-differ": "方法によって異なる",
	},
	demonstrationsTitle: "模範回答とモデルの知識",
	demonstrationsAbout:
		"調和する行は、モデルがすでに持っている答えを教えます。矛盾する行は、モデルが別の答えにより強い確信を持っているときに教えるもので、知っていることを置き換えるおそれがあります。それ以外は調べられません。",
	mark: {
		harmonious: "調和",
		incompatible: "矛盾",
		"not-testable": "調べられない",
	},
	markTitle: "判定",
	rowsTitle: "行数",
	share: "割合",
	row: "行",
	taught: "教える答え",
	held: "モデルの答え",
	why: "理由",
	incompatible: (count) => `矛盾する行(${count})`,
	notTestable: (count) => `調べられない行(${count})`,
	excludedTitle: "除外した問題",
	excludedAbout: "使えなかった問題です。どの割合にも数えていません。",
	excludedNone: "すべての問題を使えました。",
	kinds: {
		"no-answer": "答えがない",
		"duplicate-options": "同じ選択肢が二つある",
		"answer-not-an-option": "答えが選択肢にない",
		"too-few-distractors": "選択肢を作るためのほかの答えが足りない",
		unreadable: "読めない行",
		"too-long": "モデルには長すぎる",
		"not-testable": "答えが複数の文からなる",
	},
	kind: "理由",
	example: "最初の例",
	count: "問題数",
};

/** Single questions, demonstrations, and what was left out. */
export const itemsTexts: Translations<typeof en> = { en, ja };
