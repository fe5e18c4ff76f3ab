import type { ProbeAdvice } from "../../../diagnose/probe/probe-result.ts";
import type { Translations } from "../../page/language/translations.ts";

export interface Shares {
	readonly model: string;
	readonly items: string;
	readonly known: string;
	readonly unsure: string;
	readonly unknown: string;
}

export interface Amounts {
	readonly items: string;
	readonly rows: string;
}

const en = {
	kind: "Probe",
	title: "What the model knows",
	heading: (model: string) => `What ${model} knows`,
	badge: {
		"draw-out": "Draw it out",
		"put-into-prompt": "Put it into the prompt",
		teach: "Teach it",
		"nothing-to-gain": "Nothing to gain",
		"cannot-tell": "Cannot tell",
	} satisfies Record<ProbeAdvice["kind"], string>,
	empty: "No question could be used, so nothing is known of the model.",
	emptyBadge: "Nothing measured",
	lead: (of: Shares) =>
		`Of ${of.items}, ${of.model} knows ${of.known}, is unsure of ${of.unsure} and does not know ${of.unknown}.`,
	brackets: "Brackets hold 95% intervals.",
	gain: (of: { gain: string; risk: string }) =>
		`Training on these rows is expected to change the accuracy by ${of.gain} percentage points; ${of.risk} of the rows contradict what the model holds.`,
	next: "What to do",
	advice: {
		"draw-out": ({ items, rows }: Amounts) =>
			`Draw out what is known: ${items} are known but not answered without examples. About ${rows} of good demonstrations should be enough; try examples in the prompt first.`,
		"put-into-prompt": ({ items }: Amounts) =>
			`Put the knowledge into the prompt: ${items} are not known, and a prompt that contains the facts may be enough to answer them without training.`,
		teach: ({ items, rows }: Amounts) =>
			`Teach what is not known: ${items} need about ${rows}, because each fact has to be presented several times. Check afterwards that nothing else was damaged.`,
		"nothing-to-gain": ({ items }: Amounts) =>
			`Do not train on these rows: the model knows and already answers ${items}.`,
		"cannot-tell": ({ items }: Amounts) =>
			`Ask more questions or in other ways: for ${items} the probe cannot tell what the model knows.`,
	} satisfies Record<ProbeAdvice["kind"], (of: Amounts) => string>,
	notes: "Please note",
	interval: (interval: string) => `95% interval ${interval}`,
	gainTile: "Expected gain",
	points: "percentage points",
	falseKnownTile: "Guessed among those called known",
	excluded: (questions: string) =>
		`${questions} could not be used. The section on excluded questions gives the reasons.`,
};

const ja: typeof en = {
	kind: "知識調査の報告書",
	title: "モデルが知っていること",
	heading: (model) => `${model}が知っていること`,
	badge: {
		"draw-out": "引き出す",
		"put-into-prompt": "プロンプトに入れる",
		teach: "教える",
		"nothing-to-gain": "得るものなし",
		"cannot-tell": "判断できない",
	},
	empty: "使える問題がなかったため、モデルについて何も分かりません。",
	emptyBadge: "測定なし",
	lead: ({ model, items, known, unsure, unknown }) =>
		`${items}のうち、${model}が知っているのは${known}、不確かなのは${unsure}、知らないのは${unknown}です。`,
	brackets: "括弧内は95%区間です。",
	gain: ({ gain, risk }) =>
		`これらの行で学習すると、正答率は${gain}ポイント変わると見込まれます。行の${risk}は、モデルが持つ知識と矛盾します。`,
	next: "すべきこと",
	advice: {
		"draw-out": ({ items, rows }) =>
			`知識を引き出してください。${items}は知っていますが、例がないと答えられません。良い模範回答が${rows}ほどあれば足りる見込みです。まずプロンプト内の例を試してください。`,
		"put-into-prompt": ({ items }) =>
			`知識をプロンプトに入れてください。${items}は知りませんが、事実を含むプロンプトなら、学習なしで答えられる可能性があります。`,
		teach: ({ items, rows }) =>
			`知らないことを教えてください。各事実を何度も提示する必要があるため、${items}には${rows}ほどが必要です。その後、ほかの知識が損なわれていないか確認してください。`,
		"nothing-to-gain": ({ items }) =>
			`これらの行で学習する必要はありません。モデルは${items}を知っており、すでに答えられます。`,
		"cannot-tell": ({ items }) =>
			`問題を増やすか、別の尋ね方をしてください。${items}については、モデルの知識を判断できません。`,
	},
	notes: "注意",
	interval: (interval) => `95%区間 ${interval}`,
	gainTile: "見込まれる向上",
	points: "ポイント",
	falseKnownTile: "既知と判定した中の当て推量",
	excluded: (questions) =>
		`${questions}は使えませんでした。理由は除外した問題の節にあります。`,
};

/** What the model knows, and what to do. */
export const summaryTexts: Translations<typeof en> = { en, ja };
