import { lists } from "../../page/language/lists.ts";
import { plural } from "../../page/language/plural.ts";
import type { Translations } from "../../page/language/translations.ts";

const en = {
	title: "What tuning changed",
	/** If the base is kept, or nothing finished. */
	none: "Nothing was diagnosed, because no arm has a finished run that could be diagnosed.",
	about: ({
		arm,
		probe,
		questions,
		runs,
	}: {
		arm: string;
		probe: string;
		questions: number;
		runs: number;
	}) =>
		`${arm}, diagnosed on ${plural(questions, "question")} of the probe ${probe} in ${plural(runs, "run")}.`,
	shares: (of: {
		learned: string;
		drawnOut: string;
		restyled: string;
		damaged: string;
		unchanged: string;
	}) =>
		`Of these questions ${of.learned} were learned, ${of.drawnOut} drawn out, ${of.restyled} restyled and ${of.damaged} damaged; ${of.unchanged} are unchanged. Shares are corrected for guessing and are means over the runs.`,
	noShares:
		"Shares could not be counted, because answers are not right or wrong.",
	/** Causes of single runs, if they differ. */
	runs: (causes: readonly string[]) =>
		`The runs do not agree on the cause: ${lists.en(causes)}.`,
	seed: ({ seed, cause }: { seed: number; cause: string }) =>
		`seed ${seed}: ${cause}`,
	notJudged:
		"What the base knew is judged from the results of this pilot, because the probe was not made of this arm's base.",
	next: (steps: string) => `Next: ${steps}`,
	see: "Learned: the base did not know the answer. Drawn out: the base knew it, but did not give it as asked. Restyled: only the form of the answer changed the score. Damaged: the base knew the answer, and the tuned model does not give it. temper-lm diagnose follows the same rules, and docs/pilot.md explains this section.",
	change: "Change",
	share: "Share of questions",
	interval: "95% interval",
};

const ja: typeof en = {
	title: "調整が変えたもの",
	none: "診断できる完了した実行がないため、診断していません。",
	about: ({ arm, probe, questions, runs }) =>
		`「${arm}」を、プローブ「${probe}」の${questions}問と${runs}回の実行で診断しました。`,
	shares: (of) =>
		`このうち、学習されたのは${of.learned}、引き出されたのは${of.drawnOut}、形式だけ変わったのは${of.restyled}、損なわれたのは${of.damaged}で、${of.unchanged}は変わりませんでした。割合は当て推量の分を補正した、実行の平均です。`,
	noShares: "正誤で採点されないため、割合を数えられませんでした。",
	runs: (causes) => `実行によって原因の判断が異なります: ${lists.ja(causes)}。`,
	seed: ({ seed, cause }) => `シード${seed}は「${cause}」`,
	notJudged:
		"プローブはこの方式の元のモデルを調べたものではないため、元のモデルの知識はこのパイロットの結果から判断しています。",
	next: (steps) => `次の手順: ${steps}`,
	see: "学習: 元のモデルは答えを知りませんでした。引き出し: 元のモデルは答えを知っていましたが、尋ねた形では答えませんでした。形式の変化: 答えの形式だけが得点を変えました。損傷: 元のモデルが知っていた答えを、調整後のモデルが出せません。規則は、二つのモデルを診断するコマンドと同じです。",
	change: "変化",
	share: "問題の割合",
	interval: "95%区間",
};

/** The diagnosis of the recommended arm. */
export const diagnosisTexts: Translations<typeof en> = { en, ja };
