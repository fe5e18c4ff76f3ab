import type { Translations } from "../../page/language/translations.ts";

const en = {
	title: "How far the options moved",
	about:
		"How much tuning changed the probabilities of the options, beyond the one that is chosen. Rank correlation: Spearman's correlation of the option probabilities of the base and of the tuned model, mean over questions; 1 means the same order. The base is asked with examples in the prompt if it was measured so, and the tuned model without; the next column compares both without examples. KL: KL(base || tuned) over the options in nats; 0 means the same probabilities. Entropy: that of the choice in nats; a fall means that the model has become more certain.",
	none: "No task compares options, so there are no probabilities of options to compare.",
	rank: "Rank correlation",
	rankAsAsked: "Rank correlation, both without examples",
	kl: "KL over options, nats",
	entropy: "Entropy of the choice, nats",
	entropyDifference: "Difference, nats",
	rankFigure: "Rank correlation with the base",
	rankAlt: (rows: string) =>
		`Rank correlation of option probabilities, base against tuned model. ${rows}`,
	rankAxis: "rank correlation, from −1 to 1",
	consistencyTitle: "Consistency of answers",
	consistencyAbout:
		"How often answers to the same question agree over its wordings, orders of the options and seeds, for the base and for the tuned model. The difference is paired by question; its interval excludes 0 if tuning made answers more or less consistent.",
	noConsistency:
		"Every question was asked once, so consistency was not measured. Ask in several wordings, orders or with several seeds to measure it.",
	consistencyFigure: "Answers that agree",
	consistencyAxis: "pairs of answers that agree, %",
	consistencyAlt: (rows: string) =>
		`Agreement of answers to the same question. ${rows}`,
};

const ja: typeof en = {
	title: "選択肢の確率の変化",
	about:
		"選ばれた選択肢だけでなく、選択肢の確率が調整でどれだけ変わったかです。順位相関は、元のモデルと調整後のモデルの選択肢の確率のスピアマン相関を問題について平均したもので、1なら順序は同じです。元のモデルは、例を入れて測っていればその結果を、調整後のモデルは例なしの結果を使います。その隣の列は、両方とも例なしで比べたものです。KLは選択肢についてのKL(元のモデル || 調整後のモデル)で、単位はnat、0なら確率は同じです。エントロピーは選択のエントロピー(nat)で、下がればモデルの確信が強まっています。",
	none: "選択肢を比べる課題がないため、比べられる選択肢の確率がありません。",
	rank: "順位相関",
	rankAsAsked: "順位相関(両方とも例なし)",
	kl: "選択肢のKL(nat)",
	entropy: "選択のエントロピー(nat)",
	entropyDifference: "差(nat)",
	rankFigure: "元のモデルとの順位相関",
	rankAlt: (rows) =>
		`元のモデルと調整後のモデルの選択肢の確率の順位相関。${rows}`,
	rankAxis: "順位相関(−1〜1)",
	consistencyTitle: "回答の一貫性",
	consistencyAbout:
		"同じ問題への回答が、言い回し、選択肢の順序、乱数の種を変えても一致する割合を、元のモデルと調整後のモデルについて示します。差は問題ごとに対にして求めています。差の区間が0を含まなければ、調整で一貫性が変わったといえます。",
	noConsistency:
		"どの問題も一度しか尋ねていないため、一貫性は測っていません。測るには、複数の言い回しや順序、乱数の種で尋ねてください。",
	consistencyFigure: "一致する回答",
	consistencyAxis: "一致する回答の組の割合(%)",
	consistencyAlt: (rows) => `同じ問題への回答の一致。${rows}`,
};

/** Probabilities of options, and consistency. */
export const optionsTexts: Translations<typeof en> = { en, ja };
