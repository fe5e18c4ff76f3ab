import type { Translations } from "../../../report/page/language/translations.ts";
import type { PlanNote } from "../../../studies/budget/plan/budget-plan.ts";

type NoteTexts = Record<PlanNote["kind"], unknown>;

const en = {
	only: (kind: "demonstrations" | "pairs"): string =>
		kind === "demonstrations"
			? "Pairs cannot be bought, so the plan is for demonstrations alone."
			: "Demonstrations cannot be bought, so the plan is for pairs alone.",
	"pairs-below-threshold": () =>
		"For so few examples, the paper finds demonstrations alone to be better. Ask what a demonstration would cost before you buy pairs.",
	capped: (demonstrations: string) =>
		`The plan stops at nine pairs for each of the ${demonstrations} demonstrations, because a tenth of the examples must be demonstrations on an untouched base. Buy demonstrations with the rest.`,
	"pairs-kept": (pairs: string) =>
		`Keep the ${pairs} pairs in hand for later: for so few examples, demonstrations alone do best.`,
	"thin-foundation": (share: string) =>
		`Only ${share} of the examples will be demonstrations. If the cold-start check warns, train on fewer of the pairs.`,
	"share-missed": ({ share, asked }: { share: string; asked: string }) =>
		`${share} of all examples will be pairs instead of ${asked}, because of the rows in hand.`,
	"lower-prices": ({
		examples,
		crosses,
	}: {
		examples: string;
		crosses: boolean;
	}) =>
		`At the lower prices the budget is enough for ${examples} examples in all${crosses ? ", beyond the next threshold: plan again when you know the prices" : ""}.`,
	"made-pairs": ({ pairs, cost, bought, labelled }: Record<string, string>) =>
		`The ${pairs} pairs of the roll-out cost ${cost} instead of ${bought} if they are made from samples of the model (temper-lm pairs make). Pass the ${labelled} bought pairs to it as --labelled, and make the rest only if its judge agrees with them.`,
	alone: (demonstrations: string) =>
		`For comparison: with the whole budget spent on demonstrations, you would have ${demonstrations} of them.`,
	ratio: (ratio: string) =>
		`A pair costs ${ratio} times as much as a demonstration. At prices this unequal, the paper's shares are a weak guide; a study on your own rows is a better one (temper-lm budget study).`,
	"pilot-passed": (gain: string) =>
		`Demonstrations gained ${gain} points so far, clearly above 0: the pilot is done and left out.`,
	"pilot-failed": (gain: string) =>
		`Demonstrations gained ${gain} points so far. Find out why before you buy more: check the rows (temper-lm data check) and tune the learning rate (temper-lm pilot).`,
	"pilot-unclear": (gain: string, interval: boolean) =>
		interval
			? `Demonstrations gained ${gain} points so far, which may be due to chance: measure on more questions before you buy more.`
			: `Demonstrations gained ${gain} points so far, without an interval. Give the results of temper-lm eval (--results) to leave out the pilot if the gain is clear.`,
	knowledge: () =>
		"Facts are hard to teach by tuning. Compare with putting them into the prompt before you buy rows.",
	payBack: ({ cost, perPoint, breakEven, mark }: Record<string, string>) =>
		`The plan costs ${cost}, and a point is worth ${perPoint}: it pays for itself if it gains ${breakEven} points${mark}.`,
	gained: ({ gain, worth }: Record<string, string>) =>
		`The gain so far, ${gain} points, is worth ${worth}.`,
	headroom: (points: string) =>
		`The score can rise by ${points} points at most, so the plan cannot pay for itself.`,
	headroomTight: (points: string) =>
		`The score can rise by ${points} points at most, which may not be enough.`,
	coldStart: ({ points, worth }: Record<string, string>) =>
		`Without demonstrations first, the ${points} points that the paper saw lost on GSM8K would cost ${worth}.`,
	/** The gain with its interval in parentheses. */
	gain: (value: string, interval: string | null) =>
		interval === null ? value : `${value} (95% interval ${interval})`,
	range: (low: string, high: string) => `${low} to ${high}`,
} satisfies NoteTexts & Record<string, unknown>;

const ja: typeof en = {
	only: (kind) =>
		kind === "demonstrations"
			? "選好ペアは購入できないため、模範回答だけの計画です。"
			: "模範回答は購入できないため、選好ペアだけの計画です。",
	"pairs-below-threshold": () =>
		"この件数では、論文では模範回答だけを使う方が優れています。選好ペアを購入する前に、模範回答の価格を確認してください。",
	capped: (demonstrations) =>
		`未調整のモデルでは全体の1割を模範回答にする必要があるため、模範回答${demonstrations}件の9倍の選好ペアで購入を止めます。残りの予算で模範回答を購入してください。`,
	"pairs-kept": (pairs) =>
		`手持ちの選好ペア${pairs}組は後の段階に残してください。この件数では模範回答だけを使うのが最良です。`,
	"thin-foundation": (share) =>
		`模範回答は全体の${share}にしかなりません。コールドスタート検査で警告が出たら、学習に使う選好ペアを減らしてください。`,
	"share-missed": ({ share, asked }) =>
		`手持ちのデータのため、選好ペアの割合は規則の${asked}ではなく${share}になります。`,
	"lower-prices": ({ examples, crosses }) =>
		`低い方の価格なら、予算で全${examples}件まで増やせます。${crosses ? "次の境界を超えるため、価格が決まったら計画を立て直してください。" : ""}`,
	"made-pairs": ({ pairs, cost, bought, labelled }) =>
		`本格購入の選好ペア${pairs}組は、モデルの出力から作れば(temper-lm pairs make)、費用が${bought}ではなく${cost}になります。購入した${labelled}組を--labelledで渡し、判定が一致する場合だけ残りを作ってください。`,
	alone: (demonstrations) =>
		`参考: 模範回答だけに使うと、予算で${demonstrations}件になります。`,
	ratio: (ratio) =>
		`選好ペアの価格は模範回答の${ratio}倍です。価格がこれほど違うと論文の割合は当てになりにくいため、ご自身のデータで測定してください(temper-lm budget study)。`,
	"pilot-passed": (gain) =>
		`模範回答による向上は${gain}ポイントで、明らかに0を上回ります。試行は済んでいるため省きました。`,
	"pilot-failed": (gain) =>
		`模範回答による向上は${gain}ポイントです。追加で購入する前に原因を調べてください。データの確認にはtemper-lm data check、学習率の調整にはtemper-lm pilotが使えます。`,
	"pilot-unclear": (gain, interval) =>
		interval
			? `模範回答による向上は${gain}ポイントで、偶然かもしれません。追加で購入する前に、質問を増やして測定してください。`
			: `模範回答による向上は${gain}ポイントですが、区間がわかりません。temper-lm evalの結果を--resultsで渡すと、向上が明らかな場合は試行を省けます。`,
	knowledge: () =>
		"事実を学習で教えるのは困難です。購入の前に、事実をプロンプトに入れる方法と比べてください。",
	payBack: ({ cost, perPoint, breakEven, mark }) =>
		`計画の費用は${cost}、1ポイントの価値は${perPoint}です。${breakEven}ポイント向上すれば費用を回収できます${mark}。`,
	gained: ({ gain, worth }) =>
		`これまでの向上${gain}ポイントの価値は${worth}です。`,
	headroom: (points) =>
		`得点の伸びは最大でも${points}ポイントなので、費用は回収できません。`,
	headroomTight: (points) =>
		`得点の伸びは最大でも${points}ポイントなので、費用を回収できない可能性があります。`,
	coldStart: ({ points, worth }) =>
		`模範回答を先に使わない場合、論文のGSM8Kでの損失${points}ポイントは${worth}に相当します。`,
	gain: (value, interval) =>
		interval === null ? value : `${value}(95%区間 ${interval})`,
	range: (low, high) => `${low}〜${high}`,
};

/** Notes and the pay-back. All parameters are ready to be shown. */
export const noteTexts: Translations<typeof en> = { en, ja };
