import type { Translations } from "../../page/language/translations.ts";

const en = {
	title: "Tuned models side by side",
	about:
		"Every tuned model against the same base. Scores are means over the questions that are held out or in domain or, if there are none, over all questions. The rank correlation with the base is the mean over these tasks.",
	model: "Model",
	cause: "Cause",
	score: "Score",
	gain: "Change, percentage points",
	rank: "Rank correlation with the base",
	kl: "KL on general text, nats per token",
	partial: (of: { runs: string; observations: string; value: string }) =>
		`Over ${of.runs} tuned models and ${of.observations} pairs of a model and a task, the partial rank correlation (Spearman) of the rank correlation with the base and accuracy, controlling for the accuracy of the base, is ${of.value}. Above 0, models that keep the order of the base's options tend to be more accurate.`,
	noPartial:
		"The partial correlation of consistency with the base and accuracy needs at least five tuned models that differ in both.",
	figure: "Consistency with the base and accuracy",
	x: "rank correlation with the base",
	alt: (rows: string) =>
		`Score of each tuned model by its rank correlation with the base. ${rows}`,
};

const ja: typeof en = {
	title: "調整後のモデルの比較",
	about:
		"同じ元のモデルに対する、調整後の各モデルの結果です。得点は、役割が「学習に使わない問題」か「同じ領域」の問題についての平均です。どちらもなければ、すべての問題の平均です。元のモデルとの順位相関は、これらの課題の平均です。",
	model: "モデル",
	cause: "原因",
	score: "得点",
	gain: "変化(ポイント)",
	rank: "元のモデルとの順位相関",
	kl: "一般の文章でのKL(nat/トークン)",
	partial: ({ runs, observations, value }) =>
		`調整後の${runs}個のモデル(モデルと課題の組は${observations}組)について、元のモデルとの順位相関と正答率の偏順位相関(スピアマン、元のモデルの正答率を統制)は${value}です。0より大きければ、元のモデルの選択肢の順序を保つモデルほど正答率が高い傾向にあります。`,
	noPartial:
		"元のモデルとの一貫性と正答率の偏相関を求めるには、両方が異なる調整後のモデルが5個以上必要です。",
	figure: "元のモデルとの一貫性と正答率",
	x: "元のモデルとの順位相関",
	alt: (rows) =>
		`元のモデルとの順位相関に対する、調整後の各モデルの得点。${rows}`,
};

/** Several tuned models. */
export const modelsTexts: Translations<typeof en> = { en, ja };
