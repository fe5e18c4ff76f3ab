import { lists } from "../../page/language/lists.ts";
import { plural } from "../../page/language/plural.ts";
import type { Translations } from "../../page/language/translations.ts";

export interface GainParts {
	readonly arm: string;
	readonly axis: string;
	readonly base: string;
	readonly value: string;
	readonly gain: string;
	readonly interval: string;
}

const en = {
	gain: ({ arm, axis, base, value, gain, interval }: GainParts) =>
		`Continue with ${arm}: it reaches ${value} on ${axis}, compared with ${base} for the base, a gain of ${gain} (95% interval ${interval}).`,
	/** The same if the verdict is not to ship. */
	gainRefused: ({ arm, axis, base, value, gain, interval }: GainParts) =>
		`${arm} gains the most within the tolerances: it reaches ${value} on ${axis}, compared with ${base} for the base, a gain of ${gain} (95% interval ${interval}).`,
	gainUnclear: ({
		arm,
		axis,
		gain,
		interval,
	}: {
		arm: string;
		axis: string;
		gain: string;
		interval: string;
	}) =>
		`${arm} does best, but its gain of ${gain} on ${axis} may be due to chance (95% interval ${interval}).`,
	gainUnknown: ({ arm }: { arm: string }) =>
		`Continue with ${arm}; its gain was not measured.`,
	/** `losses` are texts of `loss`, one at least. */
	lost: (losses: readonly string[], moved: string | null) =>
		`It lost ${lists.en(losses)}${moved === null ? "" : `; ${moved}`}.`,
	loss: ({ axis, amount }: { axis: string; amount: string }) =>
		`${amount} on ${axis}`,
	kept: (moved: string | null) =>
		`No retention measure got worse beyond chance and noise${moved === null ? "" : `; ${moved}`}.`,
	nothingToKeep: (moved: string | null) =>
		`No retention measure was taken${moved === null ? "" : `; ${moved}`}.`,
	moved: ({ distance }: { distance: string }) =>
		`the model moved ${distance} from the base`,
	ship: (count: number) =>
		count === 0
			? "Ship it."
			: count === 1
				? "Ship it: the only condition holds."
				: `Ship it: all ${count} conditions hold.`,
	doNotShip: ({
		failed,
		count,
		axes,
	}: {
		failed: number;
		count: number;
		axes: string;
	}) =>
		failed === 0
			? "Do not ship it."
			: `Do not ship it: ${failed} of ${plural(count, "condition")} ${failed === 1 ? "fails" : "fail"} (${axes}).`,
	noVerdict: "No conditions were set, so the decision to ship is yours.",
	none: "Keep the base: no arm on the front is clearly better than the base without a loss in retention.",
	noneBest: ({
		arm,
		axis,
		gain,
		interval,
	}: {
		arm: string;
		axis: string;
		gain: string;
		interval: string;
	}) =>
		`The largest gain on ${axis} is ${gain}, by ${arm} (95% interval ${interval}).`,
	/** If runs finished, but no gain was measured. */
	nothingGauged:
		"No arm can be recommended, because no gain on the target could be measured.",
	nothingFinished: "No arm finished, so there is nothing to compare yet.",
	rival: ({
		arm,
		rival,
		difference,
		more,
		times,
	}: {
		arm: string;
		rival: string;
		difference: string;
		more: boolean;
		/** How many times as far the rival moved; null if it cannot be computed. */
		times: string | null;
	}) =>
		`${rival} gains ${difference} ${more ? "more" : "less"} than ${arm}${times === null ? "" : ` and moves ${times} times as far`}.`,
};

const ja: typeof en = {
	gain: ({ arm, axis, base, value, gain, interval }) =>
		`推奨は「${arm}」です。「${axis}」で元のモデルの${base}に対して${value}に達し、${gain}向上しました(95%区間 ${interval})。`,
	gainRefused: ({ arm, axis, base, value, gain, interval }) =>
		`許容範囲内で最も向上したのは「${arm}」です。「${axis}」で元のモデルの${base}に対して${value}に達し、${gain}向上しました(95%区間 ${interval})。`,
	gainUnclear: ({ arm, axis, gain, interval }) =>
		`最良は「${arm}」ですが、「${axis}」の向上${gain}は偶然かもしれません(95%区間 ${interval})。`,
	gainUnknown: ({ arm }) =>
		`推奨は「${arm}」です。向上の程度は測定されていません。`,
	lost: (losses, moved) =>
		`一方、${lists.ja(losses)}悪化しました。${moved === null ? "" : `${moved}。`}`,
	loss: ({ axis, amount }) => `「${axis}」が${amount}`,
	kept: (moved) =>
		`維持すべき能力に、偶然と誤差を超える悪化はありません。${moved === null ? "" : `${moved}。`}`,
	nothingToKeep: (moved) =>
		`維持すべき能力は測定されていません。${moved === null ? "" : `${moved}。`}`,
	moved: ({ distance }) => `元のモデルからの移動距離は${distance}です`,
	ship: (count) =>
		count === 0
			? "リリースできます。"
			: `${count}件の条件をすべて満たし、リリースできます。`,
	doNotShip: ({ failed, count, axes }) =>
		failed === 0
			? "リリースできません。"
			: `${count}件の条件のうち${failed}件(${axes})を満たさないため、リリースできません。`,
	noVerdict: "リリースの条件は定められていないため、ご自身で判断してください。",
	none: "元のモデルをそのまま使ってください。パレート最適な方式の中に、元のモデルより確実に良く、維持すべき能力も保つものはありません。",
	noneBest: ({ arm, axis, gain, interval }) =>
		`「${axis}」の向上が最も大きいのは「${arm}」の${gain}です(95%区間 ${interval})。`,
	nothingGauged:
		"目標の向上をどの方式でも測れなかったため、推奨できるものはありません。",
	nothingFinished: "完了した方式がまだないため、比較できません。",
	rival: ({ arm, rival, difference, more, times }) =>
		`「${rival}」の向上は「${arm}」より${difference}${more ? "大きく" : "小さく"}${times === null ? "なりました。" : `、移動距離は${times}倍です。`}`,
};

/** Sentences of the summary. All parameters are ready to be shown. */
export const headlineTexts: Translations<typeof en> = { en, ja };
