import type { Translations } from "../../page/language/translations.ts";

const en = {
	title: "What a budget reaches",
	heading: "Cost and score",
	about:
		"The line is the cost-score frontier: the expected score of the best split of each cost, with the 95% interval as a band. The dashed lines are what the same budget reaches if it is spent on one kind alone. Points are measured cells with their 95% intervals; a cell below the line is a worse way to spend the same amount.",
	frontier: "best split",
	x: (unit: string) => `cost of data, ${unit}`,
	alt: (points: string) =>
		`Score by cost of data: the best split, demonstrations alone, pairs alone, and measured cells. ${points}`,
	columns: {
		best: "Best split",
		score: "Its expected score",
		demonstrations: "Demonstrations alone",
		pairs: "Pairs alone",
	},
};

const ja: typeof en = {
	title: "予算で届く得点",
	heading: "費用と得点",
	about:
		"実線は費用と得点のフロンティアです。各費用で最良の配分から見込まれる得点を示し、帯はその95%区間です。破線は、同じ予算を一種類だけに使った場合の得点です。点は測定したセルとその95%区間で、線より下の点は同じ費用の使い方として劣ります。",
	frontier: "最良の配分",
	x: (unit) => `データの費用(${unit})`,
	alt: (points) =>
		`データの費用ごとの得点。最良の配分、模範回答のみ、選好ペアのみ、測定したセルを示す図。${points}`,
	columns: {
		best: "最良の配分",
		score: "見込みの得点",
		demonstrations: "模範回答のみ",
		pairs: "選好ペアのみ",
	},
};

/** The cost-score frontier. */
export const frontierTexts: Translations<typeof en> = { en, ja };
