import { plural } from "../../../report/page/language/plural.ts";
import type { Translations } from "../../../report/page/language/translations.ts";

type Kind = "demonstrations" | "pairs";

/** A purchase and its gain as texts. */
interface Bought {
	readonly kind: Kind;
	/** `100 pairs`. */
	readonly rows: string;
	readonly cost: string;
	readonly gain: string;
	readonly interval: string;
}

const en = {
	kind: { demonstrations: "demonstrations", pairs: "pairs" },
	rows: (kind: Kind, count: string) =>
		`${count} ${count === "1" ? kind.slice(0, -1) : kind}`,
	and: (first: string, second: string) => `${first} and ${second}`,
	measured: (trials: number, task: string, most: string) =>
		`Measured: ${plural(trials, "trial")} on ${task}, with up to ${most}.`,
	inHand: (rows: string) => `In hand: ${rows}, counted in prompts.`,
	prices: (demonstration: string, pair: string) =>
		`Prices: ${demonstration} for a demonstration, ${pair} for a pair.`,
	columns: {
		next: "next 100",
		gain: (axis: string, unit: string) => `change of ${axis}, ${unit}`,
		cost: "cost",
	},
	notMeasured: "not measured",
	buy: ({ rows, cost, gain, interval }: Bought) =>
		`Buy ${rows} next, for ${cost}. Expected gain: ${gain} (95% interval ${interval}).`,
	why: {
		gain: (kind: Kind, other: Kind, probability: string) =>
			`For the same money, ${kind} are expected to gain more than ${other}; the probability that they do is ${probability}.`,
		only: (other: Kind) =>
			`There is no comparison with ${other}: they were not measured, or the money does not buy any.`,
		ahead: (kind: Kind) =>
			`One step of either kind alone is expected to gain nothing, but a larger purchase that begins with ${kind} is expected to.`,
	},
	worth: {
		yes: "The expected gain is worth the cost.",
		no: "The expected gain is not worth the cost, but a gain that would be is still possible. Measuring more trials may be cheaper than buying.",
	},
	stop: {
		nothing: (least: string) =>
			`Stop buying: no purchase is likely to gain ${least}.`,
		price: "Stop buying: no purchase is likely to gain what its cost is worth.",
		money: "Stop buying: the money that is left does not buy a prompt.",
		unmeasured:
			"No answer: the study has not measured any trial with demonstrations or pairs.",
	},
	nearest: ({
		rows,
		cost,
		most,
	}: {
		rows: string;
		cost: string;
		most: string;
	}) =>
		`The most promising purchase, ${rows} for ${cost}, gains ${most} at most.`,
	notes: "Notes",
	extrapolated: (most: string) =>
		`This purchase goes beyond what was measured (${most}), so its gain is extrapolated. Measure larger budgets with temper-lm budget study.`,
	unmeasured: (kind: Kind) =>
		`The study has not measured ${kind}, so it says nothing about them.`,
	shared: (count: string, one: boolean) =>
		`${count} ${one ? "prompt is" : "prompts are"} in both files and counted in both, although a run uses each of them once only.`,
	distrusted:
		"The measured scores do not fit the shape that the answer assumes. The intervals are wider for that; measure more cells.",
	look: (look: string, level: string) =>
		`This is look ${look} at the data. At a level of ${level} for this look, the risk of ending too early stays below 5% over all looks.`,
};

const ja: typeof en = {
	kind: { demonstrations: "模範回答", pairs: "選好ペア" },
	rows: (kind, count) =>
		kind === "pairs" ? `選好ペア${count}組` : `模範回答${count}件`,
	and: (first, second) => `${first}と${second}`,
	measured: (trials, task, most) =>
		`測定済み: 「${task}」の試行${trials}回(最大で${most})。`,
	inHand: (rows) => `手元のデータ: ${rows}(プロンプト数)。`,
	prices: (demonstration, pair) =>
		`価格: 模範回答1件${demonstration}、選好ペア1組${pair}。`,
	columns: {
		next: "次の100件",
		gain: (axis, unit) => `「${axis}」の変化(${unit})`,
		cost: "費用",
	},
	notMeasured: "未測定",
	buy: ({ rows, cost, gain, interval }) =>
		`次は${rows}を${cost}で購入してください。見込まれる向上は${gain}(95%区間 ${interval})です。`,
	why: {
		gain: (kind, other, probability) =>
			`同じ費用なら、${ja.kind[kind]}の方が${ja.kind[other]}より大きな向上を見込めます(確率${probability})。`,
		only: (other) =>
			`${ja.kind[other]}とは比較できません。測定されていないか、残りの資金で購入できないためです。`,
		ahead: (kind) =>
			`どちらか一方を1回購入するだけでは向上を見込めませんが、${ja.kind[kind]}から始めるより大きな購入では見込めます。`,
	},
	worth: {
		yes: "見込まれる向上は費用に見合います。",
		no: "見込まれる向上は費用に見合いませんが、見合う可能性は残っています。購入より追加の測定の方が安い場合があります。",
	},
	stop: {
		nothing: (least) =>
			`購入を終えてください。${least}の向上を見込める購入はありません。`,
		price: "購入を終えてください。費用に見合う向上を見込める購入はありません。",
		money: "購入を終えてください。残りの資金では1件も購入できません。",
		unmeasured:
			"回答できません。模範回答や選好ペアを使った試行がまだ測定されていません。",
	},
	nearest: ({ rows, cost, most }) =>
		`最も有望な購入は${rows}(${cost})で、向上は多くても${most}です。`,
	notes: "注意",
	extrapolated: (most) =>
		`この購入は測定した範囲(${most})を超えるため、向上は外挿です。temper-lm budget studyでより大きな予算を測定してください。`,
	unmeasured: (kind) =>
		`${ja.kind[kind]}は測定されていないため、効果はわかりません。`,
	shared: (count) =>
		`両方のファイルにあるプロンプトが${count}件あり、両方に数えています。1回の学習で使えるのは一度だけです。`,
	distrusted:
		"測定した得点は、想定した曲面の形に合っていません。そのため区間を広げています。測定を増やしてください。",
	look: (look, level) =>
		`このデータを見るのは${look}回目です。今回の水準を${level}とすることで、早く終えすぎる危険を全体で5%未満に保ちます。`,
};

/** What `budget next` says. */
export const nextTexts: Translations<typeof en> = { en, ja };
