import type { AlarmEvent } from "../../../runs/events.ts";
import type { Unscored } from "../../../studies/pilot/pilot-result.ts";
import { lists } from "../../page/language/lists.ts";
import { plural } from "../../page/language/plural.ts";
import type { Translations } from "../../page/language/translations.ts";

type Alarm = AlarmEvent["alarm"];

/** In how many of the finished runs of an arm something was seen. */
export interface RunsOf {
	readonly arm: string;
	readonly runs: number;
	readonly of: number;
}

const en = {
	heading: "Notes",
	/** `least`: the smallest gain that can be distinguished from chance, with its unit. */
	coarse: ({
		questions,
		axis,
		least,
	}: {
		questions: number;
		axis: string;
		least: string;
	}) =>
		`With ${plural(questions, "question")} in ${axis}, a gain below about ${least} cannot be distinguished from chance; use more questions or more seeds.`,
	askedInTraining: ({
		task,
		asked,
		questions,
	}: {
		task: string;
		asked: number;
		questions: number;
	}) =>
		`${asked} of ${plural(questions, "question")} of ${task} also ${asked === 1 ? "occurs" : "occur"} in the training rows, so ${asked === 1 ? "it tests" : "they test"} memorization.`,
	baseUnscored: ({ count, reason }: Unscored) =>
		`${plural(count, "answer")} of the base could not be scored and ${count === 1 ? "is" : "are"} excluded from every gain. The first: ${reason}`,
	/** Training teaches other end-of-turn tokens than the model's files name. */
	turnEnds: ({
		taught,
		named,
		model,
	}: {
		taught: readonly string[];
		named: readonly string[];
		/** Named if the pilot has several. */
		model?: string | undefined;
	}) =>
		`${model === undefined ? "" : `${model}: `}The chat template ends turns with ${lists.en(taught)}, but the model's own files name ${lists.en(named) || "none"} as the end. A model that is not exported with npx temper-lm export may not stop.`,
	notDiagnosed: ({ arm, reason }: { arm: string; reason: string }) =>
		`What tuning changed in the questions of the probe could not be diagnosed for ${arm}: ${reason}`,
	/** Seeds that no arm was trained with, and the time limit of the pilot. */
	seedsLeftOut: ({
		seeds,
		limit,
	}: {
		seeds: readonly number[];
		limit: string;
	}) =>
		`No arm was trained with ${seeds.length === 1 ? "seed" : "seeds"} ${lists.en(seeds.map(String))}, because the pilot would have taken longer than its limit of ${limit}.`,
	late: ({ limit, took }: { limit: string; took: string }) =>
		`The pilot took ${took}, longer than its limit of ${limit}.`,
	armUnscored: ({ arm, count }: { arm: string; count: number }) =>
		`${plural(count, "answer")} of ${arm} could not be scored and ${count === 1 ? "is" : "are"} excluded from its gains; the table of runs gives the reason.`,
	/** An arm without a finished run, and why one did not finish. */
	armFailed: ({ arm, reason }: { arm: string; reason: string }) =>
		`No run of ${arm} finished: ${reason}`,
	/** A base that is worse than chance. */
	belowChance: ({
		axis,
		value,
		chance,
	}: {
		axis: string;
		value: string;
		chance: string;
	}) =>
		`On ${axis}, the base (${value}) is worse than chance (${chance}), so changes there mean little.`,
	/** Arms whose learning rate is the highest or the lowest of those tried. */
	atTheEdge: ({
		arms,
		end,
	}: {
		arms: readonly string[];
		end: "highest" | "lowest";
	}) =>
		`For ${lists.en(arms)}, the ${end} learning rate that was tried was chosen; a ${end === "highest" ? "higher" : "lower"} one may be even better.`,
	leashNotHeld: ({ arm, runs, of }: RunsOf) =>
		`The leash of ${arm} did not hold in ${runs} of ${plural(of, "finished run")}: the model moved further than the bound.`,
	/** A leash whose strength ended at its upper limit: the name of the strength and the limit. */
	leashAtLimit: ({
		arm,
		runs,
		of,
		strength,
		value,
	}: RunsOf & { strength: string; value: string }) =>
		`In ${runs} of ${plural(of, "finished run")} of ${arm}, the ${strength} ended at its upper limit (${value}): the learning rate was too high for the bound.`,
	/** Results that were drawn back: the smallest share of the way from the base that was left. */
	leashDrawnBack: ({ arm, runs, of, share }: RunsOf & { share: string }) =>
		`${runs} of ${plural(of, "finished run")} of ${arm} ended outside the leash and ${runs === 1 ? "was" : "were"} drawn back towards the base, to as little as ${share} of the way. A lower learning rate or a wider bound may gain more.`,
	/** Preference training that began from a policy that was not fine-tuned on such answers; `reasons` are `coldSigns`. */
	coldStart: ({
		arm,
		runs,
		of,
		reasons,
		demonstrations,
	}: RunsOf & {
		reasons: readonly string[];
		demonstrations: string;
	}) =>
		`In ${runs} of ${plural(of, "finished run")} of ${arm}, preference training began from a model that was not fine-tuned on answers like the preferred ones (cold start): ${lists.en(reasons)}. Fine-tune on about ${demonstrations} demonstrations first, or add an SFT term.`,
	/** What showed it, in a run. */
	coldSigns: {
		excess: (nats: string) =>
			`these answers cost ${nats} nats per token more than the entropy of the model's own predictions`,
		unlikely: (nats: string) =>
			`their log-probability was ${nats} nats per token`,
		endOfTurn: (probability: string) =>
			`the model ended its turn after them with a probability of ${probability}`,
		unfinished: (p: { ended: string; prompts: string; limit: string }) =>
			`${p.ended} of ${p.prompts} greedy answers ended within ${p.limit} tokens`,
	},
	alarms: {
		"likelihood-displacement": ({ arm, runs, of }) =>
			`In ${runs} of ${plural(of, "finished run")} of ${arm}, the chosen answers became less likely (likelihood displacement).`,
		"reward-without-score": ({ arm, runs, of }) =>
			`In ${runs} of ${plural(of, "finished run")} of ${arm}, the reward rose but the score of a task did not.`,
		"length-runaway": ({ arm, runs, of }) =>
			`In ${runs} of ${plural(of, "finished run")} of ${arm}, sampled answers became far longer than usual.`,
		"end-rate": ({ arm, runs, of }) =>
			`In ${runs} of ${plural(of, "finished run")} of ${arm}, fewer sampled answers ended their turn.`,
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
	turnEnds: ({ taught, named, model }) =>
		`${model === undefined ? "" : `「${model}」: `}チャットテンプレートは発話を${lists.ja(taught)}で閉じますが、モデル自身のファイルが終わりとするのは${lists.ja(named) || "なし"}です。npx temper-lm export以外で書き出したモデルは止まらないことがあります。`,
	notDiagnosed: ({ arm, reason }) =>
		`「${arm}」については、プローブの問題で調整が何を変えたかを診断できませんでした: ${reason}`,
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
	coldStart: ({ arm, runs, of, reasons, demonstrations }) =>
		`「${arm}」では、完了した${of}回の学習のうち${runs}回で、好ましい回答に似た手本で調整されていないモデルから選好学習が始まりました(コールドスタート): ${lists.ja(reasons)}。先に約${demonstrations}件の手本で微調整するか、損失に SFT の項を加えてください。`,
	coldSigns: {
		excess: (nats) =>
			`好ましい回答の負の対数尤度は、モデル自身の予測のエントロピーより1トークンあたり${nats}ナット高い値でした`,
		unlikely: (nats) =>
			`好ましい回答の対数確率は1トークンあたり${nats}ナットでした`,
		endOfTurn: (probability) =>
			`好ましい回答の後にモデルが発話を終える確率は${probability}でした`,
		unfinished: ({ ended, prompts, limit }) =>
			`貪欲法による回答${prompts}件のうち、${limit}トークン以内に終わったのは${ended}件でした`,
	},
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
