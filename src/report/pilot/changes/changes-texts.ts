import type { Axis } from "../../../studies/pilot/pilot-result.ts";
import type { Translations } from "../../page/language/translations.ts";

const en = {
	title: "Changes in other measures",
	note: "Change from the base with its 95% interval, paired by question. The grey band is the noise floor: how much repeated measurements of the base differ.",
	x: ({ unit, better }: { unit: string; better: Axis["better"] }) =>
		better === "higher"
			? `change, ${unit} (better →)`
			: `change, ${unit} (← better)`,
	alt: ({ axis, points }: { axis: string; points: string }) =>
		`Change from the base on ${axis}. ${points}`,
};

const ja: typeof en = {
	title: "そのほかの変化",
	note: "元のモデルとの差を問題ごとに対応させて求め、95%区間とともに示します。灰色の帯は測定の誤差、つまり元のモデルを繰り返し測ったときの差です。",
	x: ({ unit, better }) =>
		better === "higher"
			? `変化(${unit}、右ほど良い →)`
			: `変化(${unit}、← 左ほど良い)`,
	alt: ({ axis, points }) => `「${axis}」の元のモデルからの変化。${points}`,
};

/** Charts of the changes from the base. */
export const changesTexts: Translations<typeof en> = { en, ja };
