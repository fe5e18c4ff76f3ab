import type { BudgetResult } from "../../../studies/budget/budget-result.ts";
import type { Translations } from "../../page/language/translations.ts";

type Stage = BudgetResult["stages"][number]["kind"];

const en = {
	title: "Learning rates",
	about:
		"Each stage takes the learning rate with the best score on the tuning questions, which do not count in the results. It is tuned at one number of prompts or at several; between them, the rate is interpolated, and beyond them it stays the same. Pairs on an untouched base are tuned on their own.",
	filled: "The filled symbol is the chosen rate.",
	stage: "Stage",
	kinds: {
		demonstrations: "Demonstrations",
		pairs: "Pairs after demonstrations",
		untouched: "Pairs on the untouched base",
	} satisfies Record<Stage, string>,
	objective: "Objective",
	prompts: "Tuned at prompts",
	chosen: "Chosen rate",
	tried: "Tried",
	given: "not tuned",
	alike: "none: all score alike",
	x: "learning rate",
	noScore: "no result",
	anchor: ({ stage, prompts }: { stage: string; prompts: string }) =>
		`${stage}, ${prompts} prompts`,
	alt: ({
		anchor,
		chosen,
		points,
	}: {
		anchor: string;
		chosen: string;
		points: string;
	}) => `${anchor}: score by learning rate, ${chosen} chosen. ${points}`,
	none: "No learning rate was tuned.",
};

const ja: typeof en = {
	title: "学習率の調整",
	about:
		"各段階で、調整用の問題の得点が最も良い学習率を採用しました。この問題は結果には使っていません。調整は一つか複数の件数で行い、その間の件数では学習率を補間し、範囲の外では端の値を使います。元のモデルから始める選好ペアの学習率は、別に調整しています。",
	filled: "塗りつぶした記号が採用値です。",
	stage: "段階",
	kinds: {
		demonstrations: "模範回答",
		pairs: "模範回答の後の選好ペア",
		untouched: "元のモデルからの選好ペア",
	},
	objective: "目的関数",
	prompts: "調整した件数",
	chosen: "採用値",
	tried: "試した値",
	given: "調整なし",
	alike: "なし(得点がすべて同じ)",
	x: "学習率",
	noScore: "結果なし",
	anchor: ({ stage, prompts }) => `${stage}、${prompts}件`,
	alt: ({ anchor, chosen, points }) =>
		`${anchor}: 学習率ごとの得点。採用は ${chosen}。${points}`,
	none: "学習率は調整していません。",
};

/** Learning rates of the stages. */
export const ratesTexts: Translations<typeof en> = { en, ja };
