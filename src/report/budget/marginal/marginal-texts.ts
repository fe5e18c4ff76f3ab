import type { Translations } from "../../page/language/translations.ts";

const en = {
	title: "The next 100",
	about:
		"What 100 more prompts of either kind are expected to add after the best split of a budget, with 95% intervals, and what they cost. At a best split inside of the line, both kinds add about the same for the same cost.",
	demonstrations: "100 demonstrations",
	pairs: "100 pairs",
	x: ({ axis, unit }: { axis: string; unit: string }) =>
		`change of ${axis}, ${unit}`,
	alt: ({ budget, points }: { budget: string; points: string }) =>
		`After ${budget}: ${points}.`,
	after: (budget: string) => `After ${budget}`,
	columns: {
		after: "After the budget of",
		cost: "Cost",
		perUnit: (amount: string) => `Gain for ${amount}`,
	},
	free: "costs nothing",
};

const ja: typeof en = {
	title: "次の100件",
	about:
		"各予算の最良の配分に、どちらかのデータを100件足したときに見込まれる得点の増加と95%区間、その費用です。配分が予算線の途中で最良なら、同じ費用あたりの増加は両者でほぼ等しくなります。",
	demonstrations: "模範回答100件",
	pairs: "選好ペア100件",
	x: ({ axis, unit }) => `「${axis}」の変化(${unit})`,
	alt: ({ budget, points }) => `${budget}の後: ${points}。`,
	after: (budget) => `${budget}の後`,
	columns: {
		after: "予算",
		cost: "費用",
		perUnit: (amount) => `${amount}あたりの増加`,
	},
	free: "無料",
};

/** What the next 100 prompts add. */
export const marginalTexts: Translations<typeof en> = { en, ja };
