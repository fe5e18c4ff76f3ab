import type { Translations } from "../../page/language/translations.ts";

const en = {
	title: "Known, unsure and unknown",
	about:
		"Shares of questions by what the model knows, for all questions and for groups that share a value of a column. Accuracy is that of the deciding method.",
	figure: "Shares of questions",
	alt: (rows: string) => `Shares of questions by what the model knows. ${rows}`,
	all: "all questions",
	group: "Group",
	accuracy: "Accuracy",
	effectTitle: "Expected effect of training on these rows",
	effectAbout:
		"Changes of the accuracy in percentage points, as predicted before any training. Drawn out: known, but not answered without examples. Taught: unknown, times the share of taught facts that is retained. The risk is the share of rows that contradict what the model holds.",
	quantity: "Quantity",
	value: "Estimate (95% interval)",
	zeroShot: "Accuracy without examples",
	drawOut: "Drawn out, percentage points",
	teach: "Taught, percentage points",
	gain: "Expected gain, percentage points",
	risk: "Rows that contradict the model",
	effectFigure: "Expected change of accuracy",
	effectAxis: "change of accuracy, percentage points",
	effectAlt: (rows: string) => `Expected change of accuracy. ${rows}`,
	rowNames: { drawOut: "drawn out", teach: "taught", gain: "expected gain" },
	retained: ({ value, from }: { value: string; from: string }) =>
		`Share of taught facts that is assumed to be retained: ${value}. Source: ${from}`,
};

const ja: typeof en = {
	title: "既知・不確か・未知",
	about:
		"モデルの知識ごとの問題の割合を、全問題と、列の値が同じ問題ごとに示します。正答率は、判定に使った方法によるものです。",
	figure: "問題の割合",
	alt: (rows) => `モデルの知識ごとの問題の割合。${rows}`,
	all: "全問題",
	group: "まとまり",
	accuracy: "正答率",
	effectTitle: "これらの行で学習したときに見込まれる効果",
	effectAbout:
		"学習前に予測した、正答率の変化(ポイント)です。引き出し: 知っているが、例がないと答えられない問題。学習: 知らない問題に、教えた事実が身に付く割合を掛けたもの。危険は、モデルの知識と矛盾する行の割合です。",
	quantity: "量",
	value: "推定値(95%区間)",
	zeroShot: "例なしの正答率",
	drawOut: "引き出し(ポイント)",
	teach: "学習(ポイント)",
	gain: "見込まれる向上(ポイント)",
	risk: "モデルと矛盾する行",
	effectFigure: "見込まれる正答率の変化",
	effectAxis: "正答率の変化(ポイント)",
	effectAlt: (rows) => `見込まれる正答率の変化。${rows}`,
	rowNames: { drawOut: "引き出し", teach: "学習", gain: "見込まれる向上" },
	retained: ({ value, from }) =>
		`教えた事実が身に付くと仮定した割合: ${value}。出典(原文): ${from}`,
};

/** Shares by group, and the expected effect. */
export const sharesTexts: Translations<typeof en> = { en, ja };
