import type { MonitorName } from "../../../studies/pilot/run-monitors.ts";
import type { Translations } from "../../page/language/translations.ts";

const en = {
	title: "Monitors",
	note: "What training logged on its own rows. Each point is the mean over the steps since the previous point, and each line is the mean of the finished seeds; the numbers are the last points. Beta, in objectives with a reference, sets how strongly the policy is tied to it: near 0 hardly at all, and a larger beta keeps the policy nearer.",
	/** Titles with their units. */
	names: {
		gradNorm: "Gradient norm before clipping",
		entropy: "Entropy, nats",
		meanP: "Mean probability of supervised tokens",
		shareBelow01: "Tokens with probability below 0.1, %",
		shareAbove09: "Tokens with probability above 0.9, %",
		effectiveShare: "Effective tokens, % of supervised tokens",
		a: "Weight of an answer, a",
		deltaPerToken: "Δ/m, nats per token",
		mTheta: "m_θ on each step's rows, against the reference",
		pairAccuracy: "Pairs ranked correctly, %",
		pairMargin: "Reward margin",
		chosenDelta: "Change of chosen answers, nats per token",
	} satisfies Record<MonitorName, string>,
};

const ja: typeof en = {
	title: "学習中の監視値",
	note: "学習データについて学習中に記録した値です。各点は直前の点からのステップの平均、線は完了したシードの平均、数値は最後の点の値です。参照モデルと比べる目的関数の β は、0 に近いほど抑えが効かず、大きいほど参照モデルの近くにとどまります。",
	names: {
		gradNorm: "勾配ノルム(クリッピング前)",
		entropy: "エントロピー(nat)",
		meanP: "学習対象トークンの平均確率",
		shareBelow01: "確率0.1未満のトークン(%)",
		shareAbove09: "確率0.9超のトークン(%)",
		effectiveShare: "実効トークン数(全体に対する%)",
		a: "回答の重み a",
		deltaPerToken: "Δ/m(nat/トークン)",
		mTheta: "m_θ(MinorSFT の逸脱指標)",
		pairAccuracy: "正しい順序の対(%)",
		pairMargin: "報酬の差",
		chosenDelta: "選ばれた回答の変化(nat/トークン)",
	},
};

/** Monitors of training. */
export const monitorsTexts: Translations<typeof en> = { en, ja };
