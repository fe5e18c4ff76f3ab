import type { Translations } from "../../page/language/translations.ts";

const en = {
	title: "Learning curves",
	note: "Bold: the mean of the finished seeds; a run that ended early counts with its last value. Thin: single runs.",
	alt: ({ title, ends }: { title: string; ends: string }) =>
		`${title} by optimizer step. Last values: ${ends}`,
	step: "optimizer step",
	nllTitle: "Held-out loss",
	nllY: "held-out NLL, nats per token",
	klTitle: "Distance from the base",
	klY: "general KL, nats per token: KL(base ‖ tuned) on general rows",
	mThetaTitle: "m_θ on training answers",
	mThetaY: "log-probability relative to the base, nats per token",
};

const ja: typeof en = {
	title: "学習曲線",
	note: "太線は完了したシードの平均(早く終わった実行は最後の値で数えます)、細線は各実行です。",
	alt: ({ title, ends }) => `${title}の推移。最後の値: ${ends}`,
	step: "最適化のステップ",
	nllTitle: "検証データでの損失",
	nllY: "検証データの NLL(nat/トークン)",
	klTitle: "元のモデルからの距離",
	klY: "一般文での KL(元 ‖ 調整後)(nat/トークン)",
	mThetaTitle: "学習データの回答での m_θ",
	mThetaY: "元のモデルからの対数確率の伸び(nat/トークン)",
};

/** Learning curves. */
export const learningTexts: Translations<typeof en> = { en, ja };
