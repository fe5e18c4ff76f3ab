import type { BudgetResult } from "../../../studies/budget/budget-result.ts";
import type { Translations } from "../../page/language/translations.ts";

export type Ended = BudgetResult["bought"]["ended"];

const en = {
	title: "How it was measured",
	buying: "How cells were bought",
	bought: ({
		trials,
		grid,
		share,
	}: Record<"trials" | "grid" | "share", string>) =>
		`${trials} trials were trained in place of the ${grid} of the whole grid (${share}). After a first design, each next batch was the one with the most expected improvement of the recommended splits for its cost.`,
	wholeGrid: (trials: string) =>
		`All ${trials} trials of the grid were trained.`,
	ended: {
		regret: (asked: string | null) =>
			asked === null
				? "Buying ended because no other split can be much better."
				: `Buying ended because no other split is better by more than ${asked} (95% quantile), for every budget.`,
		interval: (asked: string | null) =>
			asked === null
				? "Buying ended because the intervals of the recommended shares are narrow enough."
				: `Buying ended because the 90% interval of every recommended share is at most ${asked} wide.`,
		grid: () => "Buying ended because the whole grid was measured.",
		limit: (asked: string | null) =>
			asked === null
				? "Buying ended at its limit, before the question was settled."
				: `Buying ended at its limit of ${asked} trials, before the question was settled.`,
		exhausted: () =>
			"Buying ended because every cell that could be bought was bought.",
		open: () =>
			"Buying has not ended: the study was stopped, and continues if it is started again.",
	} satisfies Record<Ended, (asked: string | null) => string>,
	leaning: "What the answers lean on",
	leans: ({
		measured,
		interpolated,
		extrapolated,
	}: Record<"measured" | "interpolated" | "extrapolated", number>) =>
		`Of the recommended splits, ${measured} were measured, ${interpolated} lie between measured cells and ${extrapolated} beyond them.`,
	correction: (amount: string) =>
		`The smooth correction of the model's shape makes up at most ${amount} of an answer's score.`,
	fit: {
		unknown: "Too little was measured to test whether the shape fits.",
		fits: (p: string) =>
			`The test of the model's shape found no lack of fit (p = ${p}).`,
		distrusted: (p: string | null) =>
			`The shape is distrusted${p === null ? "" : `, because it does not fit what was measured (p = ${p})`}: more cells were bought and the correction carries more of the answers.`,
	},
	unmeasured: "What was not measured",
	larger: ({
		demonstrations,
		pairs,
	}: Record<"demonstrations" | "pairs", string>) =>
		`Nothing with more than ${demonstrations} or ${pairs} was measured.`,
	never: ({
		controls,
		pairsAlone,
	}: {
		controls: boolean;
		pairsAlone: boolean;
	}) =>
		[
			...(pairsAlone ? [] : ["Pairs alone were not measured."]),
			...(controls ? [] : ["No controls were measured."]),
			"Prices of other sources, other models and other objectives were not looked at.",
		].join(" "),
	shape: "Model of the score",
	shapeText:
		"A score that rises and saturates in each kind, with an interaction and a cold-start term, and a smooth correction where measurements ask for one. Parameters have 95% intervals.",
	seedNoise: (amount: string) =>
		`The standard deviation between seeds of one cell is ${amount}.`,
	parameter: "Parameter",
	value: "Value",
	/** Parameters of the model; others are shown as they are called. */
	parameters: {
		base: "score of the untouched base",
		"cold start": "loss of the most pairs on the untouched base",
		interaction: "interaction of both kinds",
		demonstrations: "gain of the most demonstrations",
		pairs: "gain of the most pairs",
		"half of the demonstrations' effect":
			"demonstrations for half of their gain",
		"half of the pairs' effect": "pairs for half of their gain",
		"steepness of demonstrations": "steepness of the gain of demonstrations",
		"steepness of pairs": "steepness of the gain of pairs",
		"recovery from the cold start":
			"demonstrations that reduce the cold start to 37%",
	} as Readonly<Record<string, string>>,
	target: "Target",
	questions: (count: string) => `${count} questions`,
	chance: (value: string) => `chance ${value}`,
	intervals: "Intervals",
	intervalsText:
		"Scores of cells: 95%, over seeds and questions. Expected scores: 95% of the posterior of the mean. Shares of pairs: 90% of the posterior of the best split.",
	prices: "Prices",
	price: ({
		demonstration,
		pair,
		hour,
	}: Record<"demonstration" | "pair" | "hour", string>) =>
		`${demonstration} for a demonstration, ${pair} for a preference pair, ${hour} for an hour of this machine. The cost of a cell is that of its data.`,
	machineCost: (cost: string) =>
		`The study used about ${cost} of machine time.`,
	data: "Data",
	rows: ({ rows, prompts }: { rows: string; prompts: string }) =>
		`${rows} rows, ${prompts} prompts in use`,
	shared: (count: string) => `${count} prompts are in both files.`,
	model: "Base model",
	machine: "Machine",
	time: "Total time",
	created: "Created",
};

const ja: typeof en = {
	title: "測定方法",
	buying: "セルの選び方",
	bought: ({ trials, grid, share }) =>
		`格子全体の${grid}回に代えて、${trials}回(${share})の試行を学習しました。最初の計画の後は、推奨する配分の改善が費用あたりで最も見込める試行を順に選びました。`,
	wholeGrid: (trials) => `格子の${trials}回の試行をすべて学習しました。`,
	ended: {
		regret: (asked) =>
			asked === null
				? "ほかの配分が大きく上回ることはないため、終了しました。"
				: `どの予算でも、ほかの配分が上回る幅は${asked}以下(95%分位点)なので、終了しました。`,
		interval: (asked) =>
			asked === null
				? "推奨する割合の区間が十分に狭くなったため、終了しました。"
				: `推奨する割合の90%区間の幅がすべて${asked}以下になったため、終了しました。`,
		grid: () => "格子全体を測定したため、終了しました。",
		limit: (asked) =>
			asked === null
				? "結論が出る前に上限に達したため、終了しました。"
				: `結論が出る前に${asked}回の試行の上限に達したため、終了しました。`,
		exhausted: () => "測定できるセルをすべて測定したため、終了しました。",
		open: () =>
			"まだ終了していません。途中で止められた調査で、もう一度始めると続きから再開します。",
	},
	leaning: "結論の根拠",
	leans: ({ measured, interpolated, extrapolated }) =>
		`推奨する配分のうち、${measured}件は実測、${interpolated}件は測定したセルの間、${extrapolated}件はその外にあります。`,
	correction: (amount) =>
		`モデルの形に対する滑らかな補正が占めるのは、見込みの得点のうち最大で${amount}です。`,
	fit: {
		unknown: "測定が少なく、モデルの形が合うかどうかは検定できません。",
		fits: (p) => `モデルの形の検定では、不適合は見られませんでした(p = ${p})。`,
		distrusted: (p) =>
			`モデルの形は信頼できません${p === null ? "" : `(測定に合わない、p = ${p})`}。そのため多くのセルを測定し、結論は補正により強く依存しています。`,
	},
	unmeasured: "測定していないもの",
	larger: ({ demonstrations, pairs }) =>
		`${demonstrations}または${pairs}を超えるものは測定していません。`,
	never: ({ controls, pairsAlone }) =>
		[
			...(pairsAlone ? [] : ["選好ペアのみの学習は測定していません。"]),
			...(controls ? [] : ["対照は測定していません。"]),
			"ほかの入手先の価格、ほかのモデル、ほかの目的関数は調べていません。",
		].join(""),
	shape: "得点のモデル",
	shapeText:
		"得点は、どちらのデータでも増えるにつれて頭打ちになるとし、交互作用とコールドスタートの項、測定が求める場合の滑らかな補正を加えています。係数には95%区間を付けています。",
	seedNoise: (amount) =>
		`同じセルのシードによるばらつき(標準偏差)は${amount}です。`,
	parameter: "係数",
	value: "値",
	parameters: {
		base: "元のモデルの得点",
		"cold start": "元のモデルから始めた最多の選好ペアの損失",
		interaction: "両者の交互作用",
		demonstrations: "最多の模範回答による向上",
		pairs: "最多の選好ペアによる向上",
		"half of the demonstrations' effect": "向上の半分に達する模範回答の件数",
		"half of the pairs' effect": "向上の半分に達する選好ペアの件数",
		"steepness of demonstrations": "模範回答による向上の急さ",
		"steepness of pairs": "選好ペアによる向上の急さ",
		"recovery from the cold start": "コールドスタートが37%に減る模範回答の件数",
	},
	target: "目標",
	questions: (count) => `${count}問`,
	chance: (value) => `偶然の水準は${value}`,
	intervals: "区間",
	intervalsText:
		"セルの得点は、シードと問題にわたる95%区間です。見込みの得点は平均の事後分布の95%、選好ペアの割合は最良の配分の事後分布の90%です。",
	prices: "価格",
	price: ({ demonstration, pair, hour }) =>
		`模範回答は一件${demonstration}、選好ペアは一件${pair}、この機械は一時間${hour}です。セルの費用はデータの費用です。`,
	machineCost: (cost) => `この調査の機械の費用は約${cost}です。`,
	data: "データ",
	rows: ({ rows, prompts }) => `${rows}行、使えるプロンプトは${prompts}件`,
	shared: (count) => `${count}件のプロンプトは両方のファイルにあります。`,
	model: "元のモデル",
	machine: "実行環境",
	time: "所要時間",
	created: "作成日時",
};

/** How cells were bought and what the answers lean on. */
export const methodTexts: Translations<typeof en> = { en, ja };
