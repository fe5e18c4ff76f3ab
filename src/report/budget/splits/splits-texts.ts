import type { Translations } from "../../page/language/translations.ts";

const en = {
	title: "How to split each budget",
	about:
		"Expected score by the share of the budget that is spent on pairs, with the 95% interval as a band, and the cells of about the same cost with their own intervals. The ringed point is the best split; the grey range holds its share with 90% probability. A flat curve means that the split hardly matters.",
	x: "share of the budget for pairs",
	alt: ({
		budget,
		split,
		score,
	}: {
		budget: string;
		split: string;
		score: string;
	}) =>
		`${budget}: expected score by share of pairs. Best: ${split}, ${score}.`,
	columns: {
		loss: "Another split may be better by",
		leans: "The answer is",
	},
	upTo: (amount: string) => `up to ${amount}`,
	limited: "limited by rows in hand",
};

const ja: typeof en = {
	title: "予算ごとの配分",
	about:
		"予算のうち選好ペアに使う割合と、見込みの得点の関係です。帯は95%区間、点は費用がほぼ同じセルの実測値とその区間です。丸で囲んだ点が最良の配分で、その割合は90%の確率で灰色の範囲に入ります。曲線が平らなら、配分はあまり影響しません。",
	x: "予算のうち選好ペアに使う割合",
	alt: ({ budget, split, score }) =>
		`${budget}: 選好ペアの割合ごとの見込みの得点。最良は${split}、${score}。`,
	columns: {
		loss: "別の配分のほうが良い可能性",
		leans: "根拠",
	},
	upTo: (amount) => `最大${amount}`,
	limited: "手元のデータ数による制約あり",
};

/** Score by the share of pairs, for each budget. */
export const splitsTexts: Translations<typeof en> = { en, ja };
