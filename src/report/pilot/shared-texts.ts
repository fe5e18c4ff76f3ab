import type { Axis } from "../../studies/pilot/pilot-result.ts";
import type { Translations } from "../page/language/translations.ts";

const en = {
	kind: "Pilot report",
	arm: "Arm",
	base: "Base",
	chance: "Chance",
	noise: "Noise floor",
	role: {
		target: "target",
		retention: "retention",
		wording: "reworded target",
		deviation: "deviation",
	} satisfies Record<Axis["role"], string>,
	better: {
		higher: "higher is better",
		lower: "lower is better",
	} satisfies Record<Axis["better"], string>,
	missing: "not measured",
	measure: "Measure",
	questions: "Questions",
	onFront: "on the front",
};

const ja: typeof en = {
	kind: "パイロット報告書",
	arm: "方式",
	base: "元のモデル",
	chance: "偶然の水準",
	noise: "測定誤差",
	role: {
		target: "目標",
		retention: "維持",
		wording: "言い換え",
		deviation: "移動距離",
	},
	better: { higher: "高いほど良い", lower: "低いほど良い" },
	missing: "未測定",
	measure: "指標",
	questions: "問題数",
	onFront: "パレート最適",
};

/** What several sections say. */
export const sharedTexts: Translations<typeof en> = { en, ja };
