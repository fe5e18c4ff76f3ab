import type { NextStep } from "../../../diagnose/change/diagnosis.ts";
import type { Translations } from "../../page/language/translations.ts";

const en: Readonly<Record<NextStep, string>> = {
	ship: "No clear damage was found on these questions. Run the gate on the tuned model before you ship it.",
	"few-examples-suffice":
		"The base already knew most of these answers. Try a few good demonstrations, or a few examples in the prompt, before you collect more rows.",
	"put-into-prompt":
		"Put facts that the model still does not know into the prompt, where it can read them.",
	"add-wordings":
		"Add rows that ask for the same facts in other wordings: the answers hold only in the wording that was trained.",
	"train-less":
		"Train for fewer epochs or with a lower learning rate, and diagnose again.",
	"use-leash":
		"Train with a leash, which bounds the distance from the base, so that other answers stay as they are.",
	"check-answers":
		"Check the answers in the training rows: they contradict what the base knew.",
	"score-substance":
		"Compare models by the extracted answer and not by the answer as written: only the form gained.",
	"more-rows":
		"Train on more different rows: the model changed too little, or it repeated too few rows too often.",
	"more-questions":
		"Ask more questions: the intervals are too wide to tell what happened.",
};

const ja: typeof en = {
	ship: "これらの問題では、はっきりした損傷は見つかりませんでした。公開する前に、調整後のモデルを合否判定にかけてください。",
	"few-examples-suffice":
		"元のモデルは、これらの答えのほとんどをすでに知っていました。行を増やす前に、少数の良い模範回答か、プロンプト内の少数の例を試してください。",
	"put-into-prompt":
		"モデルがまだ知らない事実は、プロンプトに入れて読めるようにしてください。",
	"add-wordings":
		"同じ事実を別の言い回しで尋ねる行を加えてください。学習した言い回しでしか答えられていません。",
	"train-less":
		"エポック数を減らすか学習率を下げて調整し、もう一度診断してください。",
	"use-leash":
		"元のモデルからの距離に上限を設けて調整し、ほかの答えが変わらないようにしてください。",
	"check-answers":
		"学習データの答えを確認してください。元のモデルが知っていたことと矛盾しています。",
	"score-substance":
		"書かれたままの回答ではなく、取り出した答えでモデルを比べてください。向上したのは形式だけです。",
	"more-rows":
		"異なる行を増やして調整してください。変化が小さすぎるか、少数の行を繰り返しすぎています。",
	"more-questions":
		"問題数を増やしてください。区間が広すぎて、何が起きたか判断できません。",
};

/** What to do next. */
export const stepTexts: Translations<typeof en> = { en, ja };
