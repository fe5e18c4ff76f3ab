import type { Translations } from "../../page/language/translations.ts";

const en = {
	title: "Answers side by side",
	expected: "Expected",
	score: "Score",
	empty: "(empty)",
	showAll: (characters: string) => `Show all ${characters} characters`,
	cut: (characters: string) =>
		`${characters} more characters are in report.json.`,
	more: (count: number) =>
		`${count} more ${count === 1 ? "question is" : "questions are"} in report.json.`,
	none: "There are no answers to show.",
	note: "The same questions, answered by the base and by the best run of each arm.",
};

const ja: typeof en = {
	title: "回答の比較",
	expected: "期待する回答",
	score: "得点",
	empty: "(空)",
	showAll: (characters) => `全${characters}文字を表示`,
	cut: (characters) => `残り${characters}文字は報告書の JSON にあります。`,
	more: (count) => `残り${count}問は報告書の JSON にあります。`,
	none: "回答例はありません。",
	note: "同じ質問に対する、元のモデルと各方式の最良の実行の回答です。",
};

/** Answers side by side. */
export const samplesTexts: Translations<typeof en> = { en, ja };
