import type { AlarmEvent } from "../../../runs/events.ts";
import type { Unscored } from "../../../studies/pilot/pilot-result.ts";
import { lists } from "../../page/language/lists.ts";
import { plural } from "../../page/language/plural.ts";
import type { Translations } from "../../page/language/translations.ts";

type Alarm = AlarmEvent["alarm"];

/** How many runs of an arm something was seen in, of those that finished. */
export interface RunsOf {
	readonly arm: string;
	readonly runs: number;
	readonly of: number;
}

const en = {
	heading: "To note",
	/** `least`: the smallest gain that can be told from chance, with its unit. */
	coarse: ({
		questions,
		axis,
		least,
	}: {
		questions: number;
		axis: string;
		least: string;
	}) =>
		`With ${plural(questions, "question")} of ${axis}, a gain below about ${least} cannot be told from chance: bring more questions, or more seeds.`,
	askedInTraining: ({
		task,
		asked,
		questions,
	}: {
		task: string;
		asked: number;
		questions: number;
	}) =>
		`${asked} of ${questions} questions of ${task} are asked in the training rows too: they test memory.`,
	baseUnscored: ({ count, reason }: Unscored) =>
		`${plural(count, "answer")} of the base had no score and ${count === 1 ? "is" : "are"} left out of every gain. The first: ${reason}`,
	/** Turns are taught to end with other tokens than the model's files name. */
	turnEnds: ({
		taught,
		named,
	}: {
		taught: readonly string[];
		named: readonly string[];
	}) =>
		`The chat template closes turns with ${lists.en(taught)}, and the model's own files name ${lists.en(named) || "none"} as the end: a model that is exported by other means may not stop.`,
	/** Seeds that no arm was trained with, and the time that the pilot was given. */
	seedsLeftOut: ({
		seeds,
		limit,
	}: {
		seeds: readonly number[];
		limit: string;
	}) =>
		`No arm was trained with ${seeds.length === 1 ? "seed" : "seeds"} ${lists.en(seeds.map(String))}: with ${seeds.length === 1 ? "it" : "them"} the pilot would have taken longer than ${limit}.`,
	late: ({ limit, took }: { limit: string; took: string }) =>
		`The pilot took ${took}, more than the ${limit} it was given.`,
	armUnscored: ({ arm, count }: { arm: string; count: number }) =>
		`${plural(count, "answer")} of ${arm} had no score and ${count === 1 ? "is" : "are"} left out of its gains: see the runs.`,
	/** An arm of which no run came to its end, and why one did not. */
	armFailed: ({ arm, reason }: { arm: string; reason: string }) =>
		`No run of ${arm} came to its end: ${reason}`,
	/** A base that does worse than one that knows nothing. */
	belowChance: ({
		axis,
		value,
		chance,
	}: {
		axis: string;
		value: string;
		chance: string;
	}) =>
		`On ${axis} the base (${value}) does worse than one that knows nothing (${chance}): what changes there says little.`,
	/** Arms whose learning rate is the last of those tried, at one end. */
	atTheEdge: ({
		arms,
		end,
	}: {
		arms: readonly string[];
		end: "highest" | "lowest";
	}) =>
		`The ${end} learning rate that was tried is the one chosen for ${lists.en(arms)}: a ${end === "highest" ? "higher" : "lower"} one may be better still.`,
	leashNotHeld: ({ arm, runs, of }: RunsOf) =>
		`The leash of ${arm} could not be held in ${runs} of ${plural(of, "finished run")}: it moved further than it was to.`,
	/** A leash that ended at the upper limit of what it steers: its name and that limit. */
	leashAtLimit: ({
		arm,
		runs,
		of,
		strength,
		value,
	}: RunsOf & { strength: string; value: string }) =>
		`In ${runs} of ${plural(of, "finished run")} of ${arm} the ${strength} ended at the limit of its strength (${value}): the learning rate was too high for the bound.`,
	/** Results that were drawn back: the least share of their way that was left. */
	leashDrawnBack: ({ arm, runs, of, share }: RunsOf & { share: string }) =>
		`${runs} of ${plural(of, "finished run")} of ${arm} ended outside the leash and ${runs === 1 ? "was" : "were"} drawn back towards the base, to ${share} of the way at the least: a lower learning rate or a wider bound may gain more.`,
	alarms: {
		"likelihood-displacement": ({ arm, runs, of }) =>
			`In ${runs} of ${plural(of, "finished run")} of ${arm} the chosen answers grew less likely (likelihood displacement).`,
		"reward-without-score": ({ arm, runs, of }) =>
			`In ${runs} of ${plural(of, "finished run")} of ${arm} the reward rose and a task's score did not.`,
		"length-runaway": ({ arm, runs, of }) =>
			`In ${runs} of ${plural(of, "finished run")} of ${arm} sampled answers grew far beyond their usual length.`,
		"end-rate": ({ arm, runs, of }) =>
			`In ${runs} of ${plural(of, "finished run")} of ${arm} fewer sampled answers ended their turn.`,
	} satisfies Record<Alarm, (p: RunsOf) => string>,
};

const ja: typeof en = {
	heading: "注意点",
	coarse: ({ questions, axis, least }) =>
		`「${axis}」は${questions}問なので、約${least}未満の向上は偶然と区別できません。質問かシードを増やしてください。`,
	askedInTraining: ({ task, asked, questions }) =>
		`「${task}」の${questions}問のうち${asked}問は学習データにも含まれるため、記憶を測っていることになります。`,
	baseUnscored: ({ count, reason }) =>
		`元のモデルの回答${count}件は採点できず、どの方式の向上にも含めていません。最初の理由: ${reason}`,
	turnEnds: ({ taught, named }) =>
		`チャットテンプレートは発話を${lists.ja(taught)}で閉じますが、モデル自身のファイルが終わりとするのは${lists.ja(named) || "なし"}です。npx temper-lm export以外で書き出したモデルは止まらないことがあります。`,
	seedsLeftOut: ({ seeds, limit }) =>
		`シード${lists.ja(seeds.map(String))}では、どの方式も学習していません。学習すると、制限時間の${limit}を超える見込みだったためです。`,
	late: ({ limit, took }) =>
		`パイロットには、制限時間の${limit}を超える${took}がかかりました。`,
	armUnscored: ({ arm, count }) =>
		`「${arm}」の回答${count}件は採点できず、向上に含めていません。理由は「実行の記録」にあります。`,
	armFailed: ({ arm, reason }) =>
		`「${arm}」は一度も完了しませんでした: ${reason}`,
	belowChance: ({ axis, value, chance }) =>
		`「${axis}」では元のモデルの値(${value})が、何も知らない場合(${chance})より悪いため、そこでの変化から言えることはわずかです。`,
	atTheEdge: ({ arms, end }) =>
		`${lists.ja(arms.map((arm) => `「${arm}」`))}には、試した中で最も${end === "highest" ? "高い" : "低い"}学習率が選ばれました。さらに${end === "highest" ? "高い" : "低い"}学習率のほうが良い可能性があります。`,
	leashNotHeld: ({ arm, runs, of }) =>
		`「${arm}」は、完了した${of}回の学習のうち${runs}回で移動の上限を守れませんでした。`,
	leashAtLimit: ({ arm, runs, of, strength, value }) =>
		`「${arm}」では、完了した${of}回の学習のうち${runs}回で、${strength === "penalty" ? "罰則" : strength}の強さが上限(${value})に達して終わりました。移動の上限に対して学習率が高すぎます。`,
	leashDrawnBack: ({ arm, runs, of, share }) =>
		`「${arm}」では、完了した${of}回の学習のうち${runs}回が移動の上限の外で終わったため、元のモデルのほうへ引き戻しました(最小で道のりの${share})。学習率を下げるか上限を広げると、さらに向上する可能性があります。`,
	alarms: {
		"likelihood-displacement": ({ arm, runs, of }) =>
			`「${arm}」では、完了した${of}回の学習のうち${runs}回で、選ばれた回答の確率が下がりました(尤度変位)。`,
		"reward-without-score": ({ arm, runs, of }) =>
			`「${arm}」では、完了した${of}回の学習のうち${runs}回で、報酬が上がっても課題の得点が上がりませんでした。`,
		"length-runaway": ({ arm, runs, of }) =>
			`「${arm}」では、完了した${of}回の学習のうち${runs}回で、生成した回答が通常より大幅に長くなりました。`,
		"end-rate": ({ arm, runs, of }) =>
			`「${arm}」では、完了した${of}回の学習のうち${runs}回で、自ら終わる回答の割合が下がりました。`,
	},
};

/** What no number shows and no reader should miss. */
export const noteTexts: Translations<typeof en> = { en, ja };
