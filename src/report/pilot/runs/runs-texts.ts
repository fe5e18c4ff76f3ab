import type { AlarmEvent } from "../../../runs/events.ts";
import { measureNames } from "../../../runs/measure-names.ts";
import type {
	ArmResult,
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
	/** The strength and its last value; null if the leash has none. */
	readonly strength: { readonly name: string; readonly value: string } | null;
	/** The share of the way from the base that is left; null if the result was not drawn back. */
	readonly drawnBack: string | null;
	/** The step at which it stopped early; null if it did not. */
	readonly stopped: string | null;
}

type StageLength = NonNullable<ArmResult["stages"]>[number]["length"]["kind"];

/** Texts that are ready to be shown. */
export interface StageParts {
	readonly number: number;
	readonly objective: string;
	readonly rate: string;
	readonly length: string;
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
	noReason: "no reason was recorded",
	/** Why a run did not finish. */
	otherRates: "other learning rates scored better",
	tiedRates:
		"another learning rate had the same score and a lower held-out loss",
	otherBetas: (by: string) =>
		`${by} had the better score when betas were compared; a larger beta keeps the policy nearer to its reference`,
	outdone: (by: string) => `${by} scored better and moved less from the base`,
	nothingScored: "no answer could be scored",
	unfinished: "the run was not finished",
	unscored: ({ count, reason }: Unscored) =>
		`${plural(count, "answer")} could not be scored; the first: ${reason}`,
	alarms: {
		"likelihood-displacement": ({ step }) =>
			`the chosen answers became less likely from step ${step} on (likelihood displacement)`,
		"reward-without-score": ({ step }) =>
			`by step ${step} the reward rose but the score of a task did not`,
		"length-runaway": ({ step }) =>
			`by step ${step} sampled answers became far longer than usual`,
		"end-rate": ({ step }) =>
			`fewer sampled answers ended their turn at step ${step}`,
	} satisfies Record<Alarm, (p: { step: string }) => string>,
	/** How a leash ended. */
	leash: (p: LeashParts) =>
		[
			`leash ${p.held ? "held" : "did not hold"}: ${p.measure === "kl" ? measureNames.klGeneral : measureNames.retention} ${p.value} (${p.interval}), bound ${p.bound}`,
			...(p.strength === null
				? []
				: [`${p.strength.name} ended at ${p.strength.value}`]),
			...(p.drawnBack === null
				? []
				: [`drawn back to ${p.drawnBack} of the way from the base`]),
			...(p.stopped === null ? [] : [`stopped early at step ${p.stopped}`]),
		].join("; "),
	/** One of the stages of an arm, at its chosen learning rate. */
	stage: (p: StageParts) =>
		`stage ${p.number} (${p.objective}): learning rate ${p.rate}, ${p.length}`,
	lengths: {
		steps: (count: string) => `${count} ${count === "1" ? "step" : "steps"}`,
		epochs: (count: string) => `${count} ${count === "1" ? "epoch" : "epochs"}`,
	} satisfies Record<StageLength, (count: string) => string>,
	/** The model that an arm begins from. */
	from: ({ name, hash }: { name: string; hash: string }) =>
		`trained from ${name}, ${hash.slice(0, 12)}`,
	noArms: "The pilot has no arms.",
	noRuns: "No run was started.",
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
	stage: (p) =>
		`第${p.number}段階(${p.objective}): 学習率 ${p.rate}、${p.length}`,
	lengths: {
		steps: (count) => `${count}ステップ`,
		epochs: (count) => `${count}エポック`,
	},
	from: ({ name, hash }) => `開始モデル ${name}、${hash.slice(0, 12)}`,
	noArms: "このパイロットには方式がありません。",
	noRuns: "実行は始まっていません。",
	counts: ({ finished, runs }) => `${runs}回中${finished}回完了`,
};

/** Runs, their state and remarks. */
export const runsTexts: Translations<typeof en> = { en, ja };
