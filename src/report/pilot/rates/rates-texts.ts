import type { Translations } from "../../page/language/translations.ts";

const en = {
	title: "Learning rates",
	note: "All arms were tuned by the same rule with the same effort: each takes the learning rate with the best score on the target. The tuning questions do not count in the results.",
	/** In place of `note` if stages were tuned one after the other: the effort differs between arms. */
	noteApart:
		"All arms were tuned by the same rule: each takes the learning rate with the best score on the target. The tuning questions do not count in the results.",
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
	/** An earlier stage whose rate was chosen by itself, before that of the next stage. */
	stage: (p: StageRates) =>
		`${p.arm}, stage ${p.number} (${p.objective}): ${p.chosen} chosen, tuned before the next stage. ${p.points}`,
	apart:
		"Stages were tuned one after the other, each on the tuning questions with the rates before it fixed. An arm with more stages has therefore received more tuning runs, although arms share the choice for a first stage that is the same.",
};

export interface StageRates {
	readonly arm: string;
	readonly number: number;
	readonly objective: string;
	readonly chosen: string;
	readonly points: string;
}

const ja: typeof en = {
	title: "学習率の調整",
	note: "どの方式も同じ規則と同じ手間で調整し、目標の得点が最も良い学習率を採用しました。この選択に使った問題は、その後の測定には使っていません。",
	noteApart:
		"どの方式も同じ規則で調整し、目標の得点が最も良い学習率を採用しました。この選択に使った問題は、その後の測定には使っていません。",
	filled: "塗りつぶした記号が採用値です。",
	x: "学習率",
	score: "得点",
	scoreOn: ({ axis, unit }) => `${axis}: ${unit}`,
	alt: ({ arm, chosen, points }) =>
		`${arm}: 学習率ごとの得点。採用は ${chosen}。${points}`,
	chosen: "採用",
	noScore: "結果なし",
	notTuned: ({ arm, rate }) => `${arm}: ${rate}(指定値、調整なし)`,
	stage: (p) =>
		`${p.arm}、第${p.number}段階(${p.objective}): 採用は ${p.chosen}(次の段階より先に調整)。${p.points}`,
	apart:
		"段階ごとの学習率は、前の段階の学習率を固定し、調整用の問題で順に選びました。そのため段階の多い方式ほど調整の回数が多くなりますが、最初の段階が同じ方式はその選択を共有します。",
};

/** Tuning of learning rates. */
export const ratesTexts: Translations<typeof en> = { en, ja };
