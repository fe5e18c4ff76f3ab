import type { Translations } from "../../page/language/translations.ts";

const en = {
	title: "If prices were different",
	about:
		"The best share of pairs for other ratios of the two prices, from a pair at a third of the price of a demonstration to three times its price. The price of a demonstration stays as it is. The band holds the share with 90% probability; the dashed line is the ratio of the given prices.",
	x: "price of a pair / price of a demonstration",
	y: "share of the budget for pairs, %",
	ratio: (ratio: string) => `ratio ${ratio}`,
	given: "given prices",
	alt: ({ budget, points }: { budget: string; points: string }) =>
		`${budget}: best share of pairs by ratio of prices. ${points}`,
	robust: ({
		budget,
		low,
		high,
	}: {
		budget: string;
		low: string;
		high: string;
	}) =>
		`For ${budget}, the best share lies between ${low} and ${high} over all of these ratios.`,
	constant: ({ budget, share }: { budget: string; share: string }) =>
		`For ${budget}, the best share is ${share} at all of these ratios.`,
};

const ja: typeof en = {
	title: "価格が違ったら",
	about:
		"選好ペアの価格が模範回答の3分の1から3倍まで変わったときの、選好ペアの最良の割合です。模範回答の価格は変えていません。割合は90%の確率で帯に入ります。破線は、指定された価格の比です。",
	x: "選好ペアの価格÷模範回答の価格",
	y: "予算のうち選好ペアに使う割合(%)",
	ratio: (ratio) => `比 ${ratio}`,
	given: "指定の価格",
	alt: ({ budget, points }) =>
		`${budget}: 価格の比ごとの、選好ペアの最良の割合。${points}`,
	robust: ({ budget, low, high }) =>
		`予算が${budget}なら、選好ペアの最良の割合は、これらの比のすべてで${low}から${high}の間です。`,
	constant: ({ budget, share }) =>
		`予算が${budget}なら、選好ペアの最良の割合は、これらの比のすべてで${share}です。`,
};

/** Sensitivity to the ratio of the prices. */
export const sensitivityTexts: Translations<typeof en> = { en, ja };
