import type { Translations } from "../../page/language/translations.ts";

export interface Ends {
	readonly first: string;
	readonly last: string;
	readonly low: string;
	readonly high: string;
}

const en = {
	title: "Summary",
	badge: {
		settled: "Settled",
		provisional: "Provisional",
		nothing: "No answer yet",
	},
	lead: {
		rises: ({ first, last, low, high }: Ends) =>
			`The larger the budget, the more of it should go to preference pairs: ${low} of ${first}, ${high} of ${last}.`,
		falls: ({ first, last, low, high }: Ends) =>
			`The larger the budget, the less of it should go to preference pairs: ${low} of ${first}, ${high} of ${last}.`,
		level: ({ first, last, low }: Ends) =>
			`Spend about ${low} of the budget on preference pairs, whether it is ${first} or ${last}.`,
		demonstrations: ({ first, last }: Ends) =>
			`Buy demonstrations alone, at every budget from ${first} to ${last}.`,
		pairs: ({ first, last }: Ends) =>
			`Buy preference pairs alone, at every budget from ${first} to ${last}.`,
	},
	nothing: "No split can be recommended yet, because no training has a score.",
	buys: "What to buy",
	buy: ({
		budget,
		split,
		score,
		interval,
	}: Record<"budget" | "split" | "score" | "interval", string>) =>
		`With ${budget}, buy ${split}. The expected score is ${score} (95% interval ${interval}).`,
	/** One kind alone; `kind` is a text of `someDemonstrations` or `somePairs`. */
	buyOne: ({
		budget,
		kind,
		other,
		score,
		interval,
	}: Record<"budget" | "kind" | "other" | "score" | "interval", string>) =>
		`With ${budget}, buy ${kind} and no ${other}. The expected score is ${score} (95% interval ${interval}).`,
	buyNothing: ({ budget }: { budget: string }) =>
		`With ${budget}, nothing can be bought that helps.`,
	otherKind: { demonstrations: "demonstrations", pairs: "preference pairs" },
	share: ({ share, interval }: { share: string; interval: string }) =>
		`Pairs get ${share} of the budget (90% interval ${interval}).`,
	leans: {
		measured: "This split was measured.",
		interpolated:
			"This split was not measured itself: its score follows from the measured cells around it.",
		extrapolated:
			"This split is larger than anything that was measured, so its score is an extrapolation.",
	},
	limited: "The rows in hand limit this split, not the budget.",
	compared: (others: string) => `In comparison: ${others}.`,
	other: ({ kind, score }: { kind: string; score: string }) =>
		`${kind} ${score}`,
	next: "What to do next",
	steps: {
		open: "Let the study finish: start it again with the same file, and it continues where it stopped.",
		limit: ({ most }: { most: string }) =>
			`Raise the limit of trials and start the study again: another split may still be better by up to ${most}.`,
		distrusted:
			"Do not rely on scores between measured cells: the model's shape does not fit. Measure the splits that you consider before you buy.",
		extrapolated: (budgets: string) =>
			`Before you spend ${budgets}, measure a cell of about that size, because that answer is an extrapolation.`,
		collect: (budgets: string) =>
			`Collect more rows before you decide about ${budgets}: the best split may need more than there are in hand.`,
		first: ({ mostly }: { mostly: string }) =>
			`Never train pairs on the untouched base: fine-tune on about ${mostly} demonstrations first.`,
		buy: {
			demonstrations: (budget: string) =>
				`Beyond ${budget}, buy demonstrations first: for the same money, they are expected to add more than pairs.`,
			pairs: (budget: string) =>
				`Beyond ${budget}, buy pairs first: for the same money, they are expected to add more than demonstrations.`,
			either: (budget: string) =>
				`Beyond ${budget}, the next purchase of either kind adds about the same for the same money, so keep the split.`,
		},
		score:
			"Look at the reasons in the table of cells, mend what stopped the trainings, and start the study again.",
	},
};

const ja: typeof en = {
	title: "要約",
	badge: {
		settled: "結論あり",
		provisional: "暫定",
		nothing: "結論なし",
	},
	lead: {
		rises: ({ first, last, low, high }) =>
			`予算が大きいほど、選好ペアに使う割合を増やしてください。${first}なら${low}、${last}なら${high}です。`,
		falls: ({ first, last, low, high }) =>
			`予算が大きいほど、選好ペアに使う割合を減らしてください。${first}なら${low}、${last}なら${high}です。`,
		level: ({ first, last, low }) =>
			`予算が${first}でも${last}でも、約${low}を選好ペアに使ってください。`,
		demonstrations: ({ first, last }) =>
			`${first}から${last}までのどの予算でも、模範回答だけを買ってください。`,
		pairs: ({ first, last }) =>
			`${first}から${last}までのどの予算でも、選好ペアだけを買ってください。`,
	},
	nothing: "得点のある学習がまだないため、推奨できる配分はありません。",
	buys: "何を買うか",
	buy: ({ budget, split, score, interval }) =>
		`予算が${budget}なら、${split}を買ってください。見込みの得点は${score}です(95%区間 ${interval})。`,
	buyOne: ({ budget, kind, other, score, interval }) =>
		`予算が${budget}なら、${kind}だけを買い、${other}は買わないでください。見込みの得点は${score}です(95%区間 ${interval})。`,
	buyNothing: ({ budget }) => `予算が${budget}では、役に立つものは買えません。`,
	otherKind: { demonstrations: "模範回答", pairs: "選好ペア" },
	share: ({ share, interval }) =>
		`選好ペアに使うのは予算の${share}です(90%区間 ${interval})。`,
	leans: {
		measured: "この配分は実測しました。",
		interpolated:
			"この配分そのものは測定していません。得点は、周囲の測定したセルから求めたものです。",
		extrapolated:
			"この配分は測定したどのセルよりも大きく、得点は外挿によるものです。",
	},
	limited: "この配分は、予算ではなく手元のデータ数で制限されています。",
	compared: (others) => `比較: ${others}。`,
	other: ({ kind, score }) => `${kind}では${score}`,
	next: "次にすること",
	steps: {
		open: "調査を最後まで進めてください。同じファイルでもう一度始めると、続きから再開します。",
		limit: ({ most }) =>
			`試行の上限を上げて、調査を続けてください。別の配分のほうが、まだ最大で${most}良い可能性があります。`,
		distrusted:
			"測定したセルの間の得点に頼らないでください。モデルの形が測定に合っていません。買う前に、候補の配分を測定してください。",
		extrapolated: (budgets) =>
			`${budgets}を使う前に、その規模のセルを測定してください。その結論は外挿によるものです。`,
		collect: (budgets) =>
			`${budgets}の配分を決める前に、データを集めてください。最良の配分には、手元より多くのデータが必要かもしれません。`,
		first: ({ mostly }) =>
			`元のモデルをそのまま選好ペアで学習しないでください。先に約${mostly}件の模範回答で調整してください。`,
		buy: {
			demonstrations: (budget) =>
				`${budget}を超える分は、まず模範回答を買ってください。同じ費用なら、選好ペアより得点が上がる見込みです。`,
			pairs: (budget) =>
				`${budget}を超える分は、まず選好ペアを買ってください。同じ費用なら、模範回答より得点が上がる見込みです。`,
			either: (budget) =>
				`${budget}を超えても、同じ費用ならどちらもほぼ同じだけ得点が上がる見込みです。配分を保ってください。`,
		},
		score:
			"セルの表にある理由を確かめ、学習を妨げたものを直してから、調査をもう一度始めてください。",
	},
};

/** What to buy and what to do next. All parameters are ready to be shown. */
export const summaryTexts: Translations<typeof en> = { en, ja };
