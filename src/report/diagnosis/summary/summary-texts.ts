import type { Cause } from "../../../diagnose/change/diagnosis.ts";
import type { Translations } from "../../page/language/translations.ts";

export interface Shares {
	readonly questions: string;
	readonly learned: string;
	readonly drawnOut: string;
	readonly restyled: string;
	readonly damaged: string;
	readonly unchanged: string;
}

const en = {
	kind: "Diagnosis",
	title: "What happened",
	one: ({ tuned, base }: { tuned: string; base: string }) =>
		`What tuning changed: ${tuned} against ${base}`,
	several: ({ count, base }: { count: string; base: string }) =>
		`What tuning changed: ${count} models against ${base}`,
	causes: {
		"new-knowledge": "New knowledge",
		"drawn-out": "Drawn out",
		"format-only": "Form only",
		"wrong-answers": "Known answers replaced",
		overfit: "Overfitted",
		"no-change": "No change",
		unclear: "Unclear",
	} satisfies Record<Cause, string>,
	lead: {
		"new-knowledge":
			"Tuning taught the model answers that the base did not know.",
		"drawn-out": "Tuning drew out answers that the base already knew.",
		"format-only":
			"Tuning changed the form of the answers and not what the model knows.",
		"wrong-answers":
			"Tuning replaced answers that the base knew by wrong ones: the training rows contradict the base.",
		overfit:
			"Tuning overfitted: the model answers as trained in the trained wording, or at the price of other answers.",
		"no-change": "Tuning changed no answers beyond what chance explains.",
		unclear:
			"The changes do not point to one cause, or there are too few questions to tell.",
	} satisfies Record<Cause, string>,
	shares: (of: Shares) =>
		`Of ${of.questions} asked, ${of.learned} were learned, ${of.drawnOut} drawn out, ${of.restyled} restyled and ${of.damaged} damaged; ${of.unchanged} are unchanged.`,
	brackets: "Brackets hold 95% intervals.",
	leadSeveral: ({ base, causes }: { base: string; causes: string }) =>
		`What tuning did to each model, compared with ${base}: ${causes}.`,
	causeCount: ({ cause, count }: { cause: string; count: string }) =>
		`${cause.toLowerCase()} (${count})`,
	compared: (count: string) => `${count} models compared`,
	empty: "No tuned model was diagnosed.",
	entries: "Each tuned model",
	entryNext: (steps: string) => `Next: ${steps}`,
	next: "What to do next",
	notes: "Please note",
	interval: (interval: string) => `95% interval ${interval}`,
	klTile: "Distance on general text",
	nats: "nats per token",
	kl: (value: string) =>
		`On general text the model moved ${value} nats per token from the base.`,
	onlyForm: ({ model, tasks }: { model: string; tasks: string }) =>
		`${model}: only the form gained in ${tasks}. The score as written rose, the score of the extracted answer did not.`,
	leaks: (of: { model: string; tuned: string; base: string }) =>
		`${of.model}: trained phrases appear in ${of.tuned} of the answers to unrelated prompts, against ${of.base} for the base.`,
	excluded: (count: string) =>
		`${count} could not be used. The last section gives the reasons.`,
};

const ja: typeof en = {
	kind: "診断報告書",
	title: "何が起きたか",
	one: ({ tuned, base }) => `調整による変化: ${base}に対する${tuned}`,
	several: ({ count, base }) =>
		`調整による変化: ${base}に対する${count}個のモデル`,
	causes: {
		"new-knowledge": "新しい知識",
		"drawn-out": "引き出し",
		"format-only": "形式のみ",
		"wrong-answers": "既知の答えの置き換え",
		overfit: "過学習",
		"no-change": "変化なし",
		unclear: "判断できない",
	},
	lead: {
		"new-knowledge":
			"調整により、モデルは元のモデルが知らなかった答えを学びました。",
		"drawn-out":
			"調整により、元のモデルがすでに知っていた答えが引き出されました。",
		"format-only":
			"調整で変わったのは回答の形式であり、モデルの知識ではありません。",
		"wrong-answers":
			"調整により、元のモデルが知っていた答えが誤った答えに置き換わりました。学習データが元のモデルと矛盾しています。",
		overfit:
			"過学習が起きています。学習した言い回しでしか答えられないか、ほかの答えが犠牲になっています。",
		"no-change": "調整による変化は、偶然で説明できる範囲にとどまります。",
		unclear: "変化から原因を一つに絞れないか、問題数が足りません。",
	},
	shares: (of) =>
		`尋ねた${of.questions}のうち、学習されたのは${of.learned}、引き出されたのは${of.drawnOut}、形式だけ変わったのは${of.restyled}、損なわれたのは${of.damaged}で、${of.unchanged}は変わりませんでした。`,
	brackets: "括弧内は95%区間です。",
	leadSeveral: ({ base, causes }) =>
		`${base}に対する調整後のモデルの内訳は、${causes}です。`,
	causeCount: ({ cause, count }) => `${cause}(${count}個)`,
	compared: (count) => `${count}個のモデルの比較`,
	empty: "診断した調整後のモデルはありません。",
	entries: "調整後のモデルごとの結果",
	entryNext: (steps) => `次の手順: ${steps}`,
	next: "次にすること",
	notes: "注意",
	interval: (interval) => `95%区間 ${interval}`,
	klTile: "一般の文章での距離",
	nats: "nat/トークン",
	kl: (value) =>
		`一般の文章では、元のモデルから1トークン当たり${value} nat離れました。`,
	onlyForm: ({ model, tasks }) =>
		`${model}: ${tasks}で向上したのは形式だけです。書かれたままの得点は上がりましたが、取り出した答えの得点は上がっていません。`,
	leaks: ({ model, tuned, base }) =>
		`${model}: 無関係なプロンプトへの回答の${tuned}に、学習した語句が現れます(元のモデルでは${base})。`,
	excluded: (count) => `${count}は使えませんでした。理由は最後の節にあります。`,
};

/** What happened, in words. */
export const summaryTexts: Translations<typeof en> = { en, ja };
