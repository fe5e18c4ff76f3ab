import type { Translations } from "../../../report/page/language/translations.ts";
import type {
	PlanCondition,
	PlanMeasure,
} from "../../../studies/budget/plan/budget-plan.ts";
import type { TaskKind } from "../../../studies/budget/plan/plan-question.ts";

type Measures = Record<PlanMeasure, unknown>;
type Conditions = Record<PlanCondition["kind"], unknown>;

const en = {
	/** The score of each kind of task. */
	score: {
		format:
			"the share of answers in the required format, before and after tuning (scorer: format or json-schema)",
		style:
			"the share of answers that a judge prefers to the base's (scorer: judge)",
		knowledge:
			"accuracy on held-out facts in several wordings, before and after tuning (scorer: exact or contains)",
		reasoning:
			"accuracy of the final answer on held-out problems, before and after tuning (scorer: numeric or exact)",
		preference:
			"the share of answers that a judge prefers to the base's, asked in both orders (scorer: judge)",
		other: "the score on your task, before and after tuning",
	} satisfies Record<TaskKind | "other", string>,
	/** Several measures, and how often each variant is trained. */
	list: (measures: readonly string[], seeds: string, mark: string) =>
		`${measures.join("; ")}. Seeds: ${seeds}${mark}.`,
	measures: {
		score: (score: string) => score,
		moved: () =>
			"how far the model moved from the base (KL) and whether other tasks got worse",
		curve: () => "the score against the number of demonstrations",
		"cold-start": () => "what the cold-start check reports",
		"pairs-against-demonstrations": () =>
			"demonstrations then pairs against demonstrations alone of the same cost (temper-lm budget study)",
		epochs: () => "demonstrations alone at one epoch and at two, as controls",
	} satisfies Measures,
	conditions: {
		gain: (gate: string) =>
			`the 95% interval${gate} of the gain over the base lies above 0 and nothing else got worse (temper-lm gate returns 0). Otherwise buy nothing yet: look at the rows and the learning rate first.`,
		warm: () =>
			"the check before preference training finds no cold start. Otherwise buy more demonstrations before any pairs.",
		"pairs-help": (
			gate: string,
			demonstrations: string | null,
			rest: string,
		) =>
			demonstrations === null
				? `pairs improve on demonstrations alone, with a 95% interval${gate} above 0. If the interval lies below 0, buy no more pairs; if it includes 0, measure more before you spend.`
				: `pairs beat demonstrations alone of the same cost, with a 95% interval${gate} above 0. If the interval lies below 0, spend the rest on ${demonstrations} more demonstrations${rest}; if it includes 0, measure more before you spend.`,
		ship: () => "temper-lm gate returns 0 on questions that no stage has used.",
	} satisfies Conditions,
};

const ja: typeof en = {
	score: {
		format:
			"指定した形式に合う回答の割合を調整の前後で比較(採点: formatまたはjson-schema)",
		style: "元のモデルより良いと判定された回答の割合(採点: judge)",
		knowledge:
			"学習に使っていない事実を複数の言い方で尋ねたときの正答率を調整の前後で比較(採点: exactまたはcontains)",
		reasoning:
			"学習に使っていない問題での最終解答の正答率を調整の前後で比較(採点: numericまたはexact)",
		preference:
			"順序を入れ替えても元のモデルより良いと判定された回答の割合(採点: judge)",
		other: "対象タスクの得点を調整の前後で比較",
	},
	list: (measures, seeds, mark) =>
		`${measures.join("、")}。シードは${seeds}個${mark}。`,
	measures: {
		score: (score) => score,
		moved: () => "元のモデルからの移動距離(KL)とほかのタスクの悪化の有無",
		curve: () => "模範回答の件数に対する得点の伸び",
		"cold-start": () => "コールドスタート検査の結果",
		"pairs-against-demonstrations": () =>
			"同じ費用での「模範回答の後に選好ペア」と「模範回答だけ」の比較(temper-lm budget study)",
		epochs: () => "比較対照(模範回答だけで1エポックと2エポック)",
	},
	conditions: {
		gain: (gate) =>
			`元のモデルに対する向上の95%区間${gate}が0より上にあり、ほかに悪化がないこと(temper-lm gateの終了コードが0)。満たさない場合は購入を止め、まずデータと学習率を確認してください。`,
		warm: () =>
			"選好学習の前の検査でコールドスタートが見つからないこと。見つかった場合は、選好ペアより先に模範回答を追加してください。",
		"pairs-help": (gate, demonstrations, rest) =>
			demonstrations === null
				? `選好ペアを使うと模範回答だけの場合より向上し、差の95%区間${gate}が0より上にあること。区間が0より下なら、選好ペアの購入を止めてください。区間が0を含むなら、購入の前に測定を増やしてください。`
				: `選好ペアが同じ費用の模範回答だけの場合を上回り、差の95%区間${gate}が0より上にあること。区間が0より下なら、残りの予算で模範回答を${demonstrations}件購入してください${rest}。区間が0を含むなら、購入の前に測定を増やしてください。`,
		ship: () =>
			"どの段階でも使っていない質問で、temper-lm gateの終了コードが0になること。",
	},
};

/** What to measure in a stage and when to go on. */
export const stageTexts: Translations<typeof en> = { en, ja };
