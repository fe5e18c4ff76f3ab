import type { Translations } from "../../page/language/translations.ts";

const en = {
	score: (budget: string) => `Expected score with ${budget}`,
	share: (budget: string) => `Share of pairs with ${budget}`,
	regret: "Another split is better by at most",
	trials: "Trials that were trained",
	interval: (interval: string) => `95% interval ${interval}`,
	shareInterval: (interval: string) => `90% interval ${interval}`,
	quantile: "95% quantile over all budgets",
	ofGrid: ({ grid, time }: { grid: string; time: string }) =>
		`the whole grid has ${grid}; ${time}`,
};

const ja: typeof en = {
	score: (budget) => `予算${budget}での見込みの得点`,
	share: (budget) => `予算${budget}での選好ペアの割合`,
	regret: "別の配分が上回る幅の上限",
	trials: "学習した試行",
	interval: (interval) => `95%区間 ${interval}`,
	shareInterval: (interval) => `90%区間 ${interval}`,
	quantile: "すべての予算での95%分位点",
	ofGrid: ({ grid, time }) => `格子全体は${grid}回、所要時間は${time}`,
};

/** Names and notes of the figures of the summary. */
export const tileTexts: Translations<typeof en> = { en, ja };
