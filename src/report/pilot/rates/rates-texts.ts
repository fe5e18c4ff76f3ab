import type { Translations } from "../../page/language/translations.ts";

const en = {
	title: "Learning rates",
	note: "All arms were tuned by the same rule with the same effort: each takes the learning rate with the best score on the target. The tuning questions do not count in the results.",
	filled: "The filled symbol is the chosen rate.",
	x: "learning rate",
	score: "score",
	scoreOn: ({ axis, unit }: { axis: string; unit: string }) =>
		`${axis}, ${unit}`,
	alt: ({
		arm,
		chosen,
		points,
	}: {
		arm: string;
		chosen: string;
		points: string;
	}) => `${arm}: score by learning rate, ${chosen} chosen. ${points}`,
	chosen: "chosen",
	noScore: "no result",
	notTuned: ({ arm, rate }: { arm: string; rate: string }) =>
		`${arm}: ${rate}, given, not tuned`,
};

const ja: typeof en = {
	title: "学習率の調整",
	note: "どの方式も同じ規則と同じ手間で調整し、目標の得点が最も良い学習率を採用しました。この選択に使った問題は、その後の測定には使っていません。",
	filled: "塗りつぶした記号が採用値です。",
	x: "学習率",
	score: "得点",
	scoreOn: ({ axis, unit }) => `${axis}: ${unit}`,
	alt: ({ arm, chosen, points }) =>
		`${arm}: 学習率ごとの得点。採用は ${chosen}。${points}`,
	chosen: "採用",
	noScore: "結果なし",
	notTuned: ({ arm, rate }) => `${arm}: ${rate}(指定値、調整なし)`,
};

/** Tuning of learning rates. */
export const ratesTexts: Translations<typeof en> = { en, ja };
