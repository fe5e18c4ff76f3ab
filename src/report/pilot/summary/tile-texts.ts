import { plural } from "../../page/language/plural.ts";
import type { Translations } from "../../page/language/translations.ts";

const en = {
	gain: "Gain",
	worst: "Worst change in retention",
	moved: "Distance from the base",
	cost: "Total time",
	interval: ({ interval }: { interval: string }) => `95% interval ${interval}`,
	insideNoise: ({ axis }: { axis: string }) =>
		`${axis}; within chance and noise`,
	beyondNoise: ({ axis }: { axis: string }) =>
		`${axis}; beyond chance and noise`,
	times: ({ times, arm }: { times: string; arm: string }) =>
		`${arm} moved ${times} times as far`,
	runs: ({ arms, runs }: { arms: number; runs: number }) =>
		`${plural(arms, "arm")}, ${plural(runs, "run")}`,
	notMeasured: "not measured",
};

const ja: typeof en = {
	gain: "目標の向上",
	worst: "維持すべき能力の最大の悪化",
	moved: "元のモデルからの移動距離",
	cost: "学習と測定",
	interval: ({ interval }) => `95%区間 ${interval}`,
	insideNoise: ({ axis }) => `${axis}(偶然と誤差の範囲内)`,
	beyondNoise: ({ axis }) => `${axis}(誤差を超える悪化)`,
	times: ({ times, arm }) => `「${arm}」は${times}倍`,
	runs: ({ arms, runs }) => `${arms}方式・${runs}回の学習`,
	notMeasured: "未測定",
};

/** Names and notes of the figures of the summary. */
export const tileTexts: Translations<typeof en> = { en, ja };
