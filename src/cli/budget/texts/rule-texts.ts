import type { Translations } from "../../../report/page/language/translations.ts";
import type { RuleId } from "../../../studies/budget/plan/rules.ts";

/** Numbers of a rule, ready to be shown, by name. */
export type RuleValues = Readonly<Record<string, string>>;

type RuleTexts = Record<RuleId, (values: RuleValues) => string>;

const en: RuleTexts = {
	"demonstrations-alone": ({ alone }) =>
		`Below ${alone} examples, demonstrations alone do best.`,
	gap: ({ alone, mixed }) =>
		`Between ${alone} and ${mixed} examples, the best share of pairs grows with the budget; the paper does not say how fast.`,
	"three-in-four": ({ mixed, share }) =>
		`From ${mixed} examples on, demonstrations and then preferences do best, with about ${share} of the examples as pairs.`,
	"demonstrations-first": ({ first, low, high }) =>
		`Preferences never come first on an untouched base: it starts cold and loses ${low} to ${high} points on GSM8K. A share of ${first} or less of the examples as demonstrations first recovers most of that.`,
	split: ({ alone, mixed, demonstrations, pairs }) =>
		`The split between the thresholds lies on a straight line on logarithmic axes, from ${alone} demonstrations and no pairs to ${demonstrations} demonstrations and ${pairs} pairs at ${mixed} examples.`,
	"small-model": ({ parameters, step }) =>
		`Small models lean to demonstrations: below ${parameters} parameters, the share of pairs is lower by ${step} percentage points, one step of the splits that the paper measured.`,
	knowledge: ({ step }) =>
		`Pairs rank answers but add no facts: for knowledge, the share of pairs is lower by ${step} percentage points.`,
	"below-range": ({ examples, smallest }) =>
		`The paper measured no fewer than ${smallest} examples; ${examples} lie below that.`,
	"beyond-range": ({ examples, largest }) =>
		`The paper measured no more than ${largest} examples; ${examples} lie beyond that.`,
	instruct: () =>
		"The paper starts from untouched bases. A model that already follows instructions is assumed to need no demonstrations against the cold start; the check before preference training shows whether that is true.",
	prices: () =>
		"The paper's shares count examples and not their cost; they are used at your prices as they are.",
	"one-kind": () =>
		"Only one kind can be bought, so the whole budget is spent on it.",
	pilot: ({ share, least, most }) =>
		`A pilot has ${share} of the final number of rows of its kind, at least ${least} and at most ${most}.`,
	seeds: ({ seeds }) =>
		`Every variant is trained with ${seeds} seeds, because results differ more between seeds when there are few rows.`,
	"made-pairs": () =>
		"Made pairs have their own price and replace only the bought pairs of the roll-out; the bought pairs of the pilot serve to check them.",
	rest: () =>
		"If pairs do not help, the rest of the budget buys demonstrations at their upper price.",
	"in-hand": () =>
		"Rows in hand are subtracted from what is bought. A prompt counts once, however many rows it has.",
	"upper-price": () =>
		"The plan stays within the budget even at the upper ends of the prices.",
	wage: () =>
		"Prices are converted by the wage and rounded to the usual decimals or to three digits, whichever is finer.",
	gate: () =>
		"Every stage is decided by a 95% interval of a paired difference, not by the mean.",
	"break-even": () =>
		"Break-even: the cost divided by the value of a point, from the lower cost at the higher value to the higher cost at the lower value.",
};

const ja: RuleTexts = {
	"demonstrations-alone": ({ alone }) =>
		`${alone}件未満では、模範回答だけを使うのが最良です。`,
	gap: ({ alone, mixed }) =>
		`${alone}件から${mixed}件の間では、最適な選好ペアの割合は予算とともに増えますが、増え方は論文に示されていません。`,
	"three-in-four": ({ mixed, share }) =>
		`${mixed}件以上では、模範回答の後に選好ペアを使うのが最良で、選好ペアは全体の約${share}です。`,
	"demonstrations-first": ({ first, low, high }) =>
		`未調整のモデルに最初から選好ペアを使ってはいけません。コールドスタートになり、GSM8Kで${low}〜${high}ポイント失います。全体の${first}以下の模範回答を先に使えば、その大部分を取り戻せます。`,
	split: ({ alone, mixed, demonstrations, pairs }) =>
		`二つの境界の間の配分は、模範回答${alone}件だけの点と、${mixed}件のうち模範回答${demonstrations}件・選好ペア${pairs}組の点を、両対数軸上の直線で結んだものです。`,
	"small-model": ({ parameters, step }) =>
		`小さいモデルでは模範回答を多めにします。パラメータ数が${parameters}未満なら、選好ペアの割合を${step}ポイント下げます(論文で測定された配分の1段階分)。`,
	knowledge: ({ step }) =>
		`選好ペアは回答に順位を付けるだけで、事実を加えません。知識のタスクでは、選好ペアの割合を${step}ポイント下げます。`,
	"below-range": ({ examples, smallest }) =>
		`論文で測定されたのは${smallest}件以上で、${examples}件はその範囲に達しません。`,
	"beyond-range": ({ examples, largest }) =>
		`論文で測定されたのは${largest}件までで、${examples}件はその範囲を超えます。`,
	instruct: () =>
		"論文は未調整のモデルから始めています。すでに指示に従うモデルでは、コールドスタートを防ぐための模範回答は不要とみなします。実際に不要かどうかは、選好学習の前の検査でわかります。",
	prices: () =>
		"論文の割合は費用ではなく件数についての値です。価格が異なる場合も、そのまま使っています。",
	"one-kind": () => "購入できるのは一種類だけなので、予算をすべて充てます。",
	pilot: ({ share, least, most }) =>
		`試行では、その種類の最終件数の${share}を使います(${least}件以上${most}件以下)。`,
	seeds: ({ seeds }) =>
		`件数が少ないほどシードによる差が大きいため、どの条件も${seeds}個のシードで学習します。`,
	"made-pairs": () =>
		"モデルの出力から作る選好ペアは別の価格とし、本格購入の分だけを置き換えます。試行では購入した選好ペアを使い、作ったペアの確認にも用います。",
	rest: () =>
		"選好ペアに効果がない場合は、残りの予算を模範回答の高い方の価格で割った件数を購入します。",
	"in-hand": () =>
		"手持ちのデータは購入件数から差し引きます。同じプロンプトは、行が何行あっても1件と数えます。",
	"upper-price": () =>
		"価格が高い方になっても予算内に収まるように件数を決めています。",
	wage: () =>
		"価格は時給で換算し、通貨の通常の小数桁か有効数字3桁の、細かい方に丸めています。",
	gate: () => "どの段階も、平均ではなく、対応のある差の95%区間で判断します。",
	"break-even": () =>
		"損益分岐点は、費用を1ポイントの価値で割った値です。費用が低く価値が高い場合から、費用が高く価値が低い場合までの区間で示します。",
};

/** A sentence for each rule. */
export const ruleTexts: Translations<RuleTexts> = { en, ja };
