import type { Translations } from "../../page/language/translations.ts";

const en = {
	title: "Groups of questions",
	about:
		"The change for questions that share a value of a column, such as a topic or how rare a fact is. p tests the difference against that of all other questions, corrected for the number of groups (Holm); groups with p below 0.05 come first.",
	none: "The questions have no columns to group them by.",
	group: "Group",
	value: "Value",
	p: "Corrected p",
	rest: ({ rest, file }: { rest: string; file: string }) =>
		`${rest} further groups are in ${file}.`,
};

const ja: typeof en = {
	title: "問題のまとまり",
	about:
		"分野や事実の珍しさなど、列の値が同じ問題ごとの変化です。pは、差をほかのすべての問題の差と比べた検定の値で、まとまりの数で補正しています(Holm法)。pが0.05未満のまとまりを先に示します。",
	none: "問題には、まとまりに分けられる列がありません。",
	group: "列",
	value: "値",
	p: "補正済みのp",
	rest: ({ rest, file }) => `残りの${rest}個のまとまりは${file}にあります。`,
};

/** The change by columns of the questions. */
export const slicesTexts: Translations<typeof en> = { en, ja };
