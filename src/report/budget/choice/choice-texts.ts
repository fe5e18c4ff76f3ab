import type { Translations } from "../../page/language/translations.ts";

const en = {
	title: "What to choose",
	heading: "Isoquants, budget lines and the expansion path",
	about:
		"Every point is a purchase of so many demonstrations and so many preference pairs. A budget line joins the purchases that cost the same, an isoquant those that reach the same score; the best purchase of a budget is where its line reaches the highest isoquant. The expansion path leads through these as the budget grows.",
	logarithmic:
		"The axes are logarithmic above the smallest measured amounts, so budget lines, which are straight on linear axes, are curved.",
	key: {
		best: "best split of a budget",
		interval: "90% interval of the best split along its budget line",
		path: "expansion path",
		line: "budget line",
		isoquant: "isoquant, with its score",
		cell: "measured cell, with its score",
		control: "control, or no score",
	},
	beyond: "no rows in hand",
	bestPoint: ({
		budget,
		split,
		score,
	}: {
		budget: string;
		split: string;
		score: string;
	}) => `${budget}: ${split}, expected score ${score}`,
	/** For those who hear the chart. */
	alt: ({ best, cells }: { best: string; cells: number }) =>
		`Demonstrations to the right, preference pairs upwards. Best splits: ${best || "none"}. ${cells} cells were measured.`,
	columns: {
		isoquant: "To reach a score of",
		cheapest: "Least cost",
	},
};

const ja: typeof en = {
	title: "何を選ぶか",
	heading: "等得点線、予算線、拡張経路",
	about:
		"図の各点は、模範回答と選好ペアをそれぞれ何件買うかを表します。予算線は費用が同じ買い方を、等得点線は得点が同じ買い方を結んだ線です。ある予算で最良の買い方は、その予算線が最も高い等得点線に届く点です。拡張経路は、予算が増えるにつれて最良の点がたどる道筋です。",
	logarithmic:
		"軸は、測定した最小の件数より上で対数目盛です。そのため、普通の目盛なら直線になる予算線が曲線に見えます。",
	key: {
		best: "各予算で最良の配分",
		interval: "予算線に沿った、最良の配分の90%区間",
		path: "拡張経路",
		line: "予算線",
		isoquant: "等得点線(数字は得点)",
		cell: "測定したセル(数字は得点)",
		control: "対照、または得点なし",
	},
	beyond: "手元にデータなし",
	bestPoint: ({ budget, split, score }) =>
		`${budget}: ${split}、見込みの得点は${score}`,
	alt: ({ best, cells }) =>
		`右に模範回答、上に選好ペアの件数をとった図。最良の配分: ${best || "なし"}。測定したセルは${cells}個です。`,
	columns: {
		isoquant: "目標の得点",
		cheapest: "最小の費用",
	},
};

/** The picture of consumer choice. */
export const choiceTexts: Translations<typeof en> = { en, ja };
