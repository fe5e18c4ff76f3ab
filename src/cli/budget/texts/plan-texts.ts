import type { Translations } from "../../../report/page/language/translations.ts";
import type {
	Regime,
	StageKind,
} from "../../../studies/budget/plan/budget-plan.ts";
import type { RuleSource } from "../../../studies/budget/plan/rules.ts";

const en = {
	title: (budget: string) => `Plan for ${budget}`,
	prices: (demonstration: string | null, pair: string | null) =>
		[
			demonstration === null
				? "demonstrations cannot be bought"
				: `a demonstration costs ${demonstration}`,
			pair === null ? "pairs cannot be bought" : `a pair ${pair}`,
		].join(", "),
	inHand: (demonstrations: string, pairs: string) =>
		`in hand: ${demonstrations} demonstrations, ${pairs} pairs`,
	/** What the plan is about: a sentence for each regime. */
	headline: {
		demonstrations: ({ demonstrations }: { demonstrations: string }) =>
			`Buy demonstrations alone: ${demonstrations}.`,
		gap: ({
			demonstrations,
			pairs,
		}: {
			demonstrations: string;
			pairs: string;
		}) =>
			`Measure before you split the budget: the paper gives no split for this number of examples. Without a measurement, the best guess is to buy ${demonstrations} demonstrations and ${pairs} pairs.`,
		preferences: ({
			demonstrations,
			pairs,
		}: {
			demonstrations: string;
			pairs: string;
		}) =>
			`Buy demonstrations first and then preferences: ${demonstrations} demonstrations and ${pairs} pairs.`,
	} satisfies Record<Regime, unknown>,
	onlyPairs: (pairs: string) => `Buy pairs alone: ${pairs}.`,
	/** Rows in hand are enough of one kind. */
	enoughPairs: (demonstrations: string) =>
		`Buy demonstrations: ${demonstrations}. The pairs in hand are enough.`,
	enoughDemonstrations: (pairs: string) =>
		`Buy pairs: ${pairs}. The demonstrations in hand are enough.`,
	share: (share: string) => `Pairs are ${share} of the examples.`,
	totalAlone: (demonstrations: string) =>
		`Together with the rows in hand you then have ${demonstrations} demonstrations.`,
	total: ({ demonstrations, pairs, share }: Record<string, string>) =>
		`Together with the rows in hand you then have ${demonstrations} demonstrations and ${pairs} pairs (${share} pairs).`,
	unspent: (unspent: string) =>
		`${unspent} of the budget remains at the upper prices.`,
	/** Above the table of stages. */
	table:
		"What to buy, and all that each stage trains on (demonstrations + pairs)",
	columns: {
		stage: "stage",
		demonstrations: "demonstrations",
		pairs: "pairs",
		cost: "cost",
		train: "train on",
	},
	sum: "total",
	stages: {
		pilot: "pilot",
		foundation: "demonstrations first",
		"pair-pilot": "pilot of pairs",
		"roll-out": "roll-out",
	} satisfies Record<StageKind, string>,
	measure: "Measure",
	next: "Go on if",
	ship: "Ship if",
	rules: "Rules behind the numbers",
	notes: "Notes",
	payBack: "Pay-back",
	sources: {
		paper: (reference: string) => `paper (${reference})`,
		interpolated: () => "interpolated",
		extrapolated: () => "extrapolated",
		ours: (reference: string) =>
			reference === "" ? "ours" : `ours (direction from ${reference})`,
	} satisfies Record<RuleSource, unknown>,
	reference: (arxiv: string, part: "abstract" | "results") =>
		`arXiv ${arxiv}, ${part}`,
};

const ja: typeof en = {
	title: (budget) => `予算 ${budget} の計画`,
	prices: (demonstration, pair) =>
		[
			demonstration === null
				? "模範回答は購入不可"
				: `模範回答は1件${demonstration}`,
			pair === null ? "選好ペアは購入不可" : `選好ペアは1組${pair}`,
		].join("、"),
	inHand: (demonstrations, pairs) =>
		`手持ち: 模範回答${demonstrations}件、選好ペア${pairs}組`,
	headline: {
		demonstrations: ({ demonstrations }) =>
			`模範回答だけを${demonstrations}件購入してください。`,
		gap: ({ demonstrations, pairs }) =>
			`配分を決める前に測定してください。この件数での配分は、論文では示されていません。測定しない場合の目安は、模範回答${demonstrations}件と選好ペア${pairs}組の購入です。`,
		preferences: ({ demonstrations, pairs }) =>
			`まず模範回答、次に選好ペアを購入してください(模範回答${demonstrations}件、選好ペア${pairs}組)。`,
	},
	onlyPairs: (pairs) => `選好ペアだけを${pairs}組購入してください。`,
	enoughPairs: (demonstrations) =>
		`模範回答を${demonstrations}件購入してください。選好ペアは手持ちで足ります。`,
	enoughDemonstrations: (pairs) =>
		`選好ペアを${pairs}組購入してください。模範回答は手持ちで足ります。`,
	share: (share) => `選好ペアは全体の${share}です。`,
	totalAlone: (demonstrations) =>
		`手持ちと合わせると、模範回答が${demonstrations}件になります。`,
	total: ({ demonstrations, pairs, share }) =>
		`手持ちと合わせると、模範回答が${demonstrations}件、選好ペアが${pairs}組になります(選好ペアの割合は${share})。`,
	unspent: (unspent) => `高い方の価格では、予算が${unspent}残ります。`,
	table:
		"購入するデータと、各段階で学習に使うすべてのデータ(模範回答 + 選好ペア)",
	columns: {
		stage: "段階",
		demonstrations: "模範回答",
		pairs: "選好ペア",
		cost: "費用",
		train: "学習に使うデータ",
	},
	sum: "合計",
	stages: {
		pilot: "試行",
		foundation: "模範回答を先行",
		"pair-pilot": "選好ペアの試行",
		"roll-out": "本格購入",
	},
	measure: "測定",
	next: "次へ進む条件",
	ship: "リリースの条件",
	rules: "数値の根拠",
	notes: "注意",
	payBack: "費用の回収",
	sources: {
		paper: (reference) => `論文(${reference})`,
		interpolated: () => "内挿",
		extrapolated: () => "外挿",
		ours: (reference) =>
			reference === "" ? "独自" : `独自(方向は${reference}による)`,
	},
	reference: (arxiv, part) =>
		`arXiv ${arxiv}、${part === "abstract" ? "要旨" : "実験結果"}`,
};

/** Headings and sentences of a plan. All parameters are ready to be shown. */
export const planTexts: Translations<typeof en> = { en, ja };
