import type { AlarmEvent } from "../../../runs/events.ts";
import { measureNames } from "../../../runs/measure-names.ts";
import type {
	PilotRun,
	RunLeash,
	Unscored,
} from "../../../studies/pilot/pilot-result.ts";
import { plural } from "../../page/language/plural.ts";
import type { Translations } from "../../page/language/translations.ts";

type Alarm = AlarmEvent["alarm"];

/** All but `measure` and `held` are texts that are ready to be shown. */
export interface LeashParts {
	readonly held: boolean;
	readonly measure: RunLeash["measure"];
	readonly value: string;
	readonly interval: string;
	readonly bound: string;
	/** What was steered and where it ended; null where nothing was. */
	readonly strength: { readonly name: string; readonly value: string } | null;
	/** The share of its way that is left, where it was drawn back. */
	readonly drawnBack: string | null;
	/** The step at which it ended early. */
	readonly stopped: string | null;
}

const en = {
	title: "Runs",
	options: "Options",
	run: "Run",
	seed: "Seed",
	rate: "Learning rate",
	state: "State",
	states: {
		finished: "finished",
		stopped: "stopped",
		failed: "failed",
	} satisfies Record<PilotRun["state"], string>,
	time: "Time",
	memory: "Peak memory",
	remarks: "Remarks",
	noReason: "no reason is recorded",
	/** Why a run did not finish. */
	otherRates: "other learning rates scored better",
	tiedRates:
		"another learning rate scored the same; a tie goes to the lower held-out loss",
	otherBetas: (by: string) =>
		`${by} scored better when the betas of this arm were halved; a larger beta holds the policy nearer to its reference, a small one hardly brakes`,
	outdone: (by: string) =>
		`${by} scored better and had moved less from the base`,
	nothingScored: "nothing could be scored",
	unfinished: "it was not finished",
	unscored: ({ count, reason }: Unscored) =>
		`${plural(count, "answer")} had no score; the first: ${reason}`,
	alarms: {
		"likelihood-displacement": ({ step }) =>
			`the chosen answers grew less likely from step ${step} (likelihood displacement)`,
		"reward-without-score": ({ step }) =>
			`the reward rose and a task's score did not, by step ${step}`,
		"length-runaway": ({ step }) =>
			`sampled answers grew far beyond their usual length by step ${step}`,
		"end-rate": ({ step }) =>
			`fewer sampled answers ended their turn at step ${step}`,
	} satisfies Record<Alarm, (p: { step: string }) => string>,
	/** How a leash ended, in parts that `list` does not join. */
	leash: (p: LeashParts) =>
		[
			`leash ${p.held ? "held" : "could not be held"}: ${p.measure === "kl" ? measureNames.klGeneral : measureNames.retention} ${p.value} (${p.interval}), bound ${p.bound}`,
			...(p.strength === null
				? []
				: [`${p.strength.name} ended at ${p.strength.value}`]),
			...(p.drawnBack === null
				? []
				: [`drawn back to ${p.drawnBack} of its way from the base`]),
			...(p.stopped === null ? [] : [`ended early, at step ${p.stopped}`]),
		].join("; "),
	noArms: "The pilot has no arms.",
	noRuns: "No run was begun.",
	counts: ({ finished, runs }: { finished: number; runs: number }) =>
		`${finished} of ${plural(runs, "run")} finished`,
};

const ja: typeof en = {
	title: "実行の記録",
	options: "設定",
	run: "実行",
	seed: "シード",
	rate: "学習率",
	state: "状態",
	states: { finished: "完了", stopped: "打ち切り", failed: "失敗" },
	time: "時間",
	memory: "最大メモリ",
	remarks: "備考",
	noReason: "理由は記録されていません",
	otherRates: "ほかの学習率のほうが良い得点でした",
	tiedRates:
		"ほかの学習率と同点でした。同点の場合は、学習に使わない行の損失が低いほうを選びます",
	otherBetas: (by) =>
		`β の比較で ${by} のほうが高得点でした。β が大きいほど参照モデルの近くにとどまり、小さいほど抑えが効きません`,
	outdone: (by) =>
		`「${by}」のほうが得点が良く、元のモデルからの移動も小さくなりました`,
	nothingScored: "採点できた回答がありません",
	unfinished: "完了していません",
	unscored: ({ count, reason }) =>
		`回答${count}件は採点できませんでした。最初の理由: ${reason}`,
	alarms: {
		"likelihood-displacement": ({ step }) =>
			`ステップ${step}から、選ばれた回答の確率が下がりました(尤度変位)`,
		"reward-without-score": ({ step }) =>
			`ステップ${step}までに、報酬が上がっても課題の得点が上がりませんでした`,
		"length-runaway": ({ step }) =>
			`ステップ${step}までに、生成した回答が通常より大幅に長くなりました`,
		"end-rate": ({ step }) =>
			`ステップ${step}で、自ら終わる回答の割合が下がりました`,
	},
	leash: (p) =>
		[
			`移動の上限${p.held ? "内" : "を守れませんでした"}: 一般文での${p.measure === "kl" ? " KL " : " NLL の増加 "}${p.value}(${p.interval})、上限 ${p.bound}`,
			...(p.strength === null
				? []
				: [`${p.strength.name} の最後の値 ${p.strength.value}`]),
			...(p.drawnBack === null
				? []
				: [`元のモデルからの道のりの${p.drawnBack}まで引き戻しました`]),
			...(p.stopped === null
				? []
				: [`ステップ${p.stopped}で早めに終了しました`]),
		].join("; "),
	noArms: "このパイロットには方式がありません。",
	noRuns: "実行は始まっていません。",
	counts: ({ finished, runs }) => `${runs}回中${finished}回完了`,
};

/** Runs, their state and what is remarkable about them. */
export const runsTexts: Translations<typeof en> = { en, ja };
