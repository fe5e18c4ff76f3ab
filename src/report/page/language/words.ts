import type { Language } from "./language.ts";
import { lists } from "./lists.ts";
import type { Translations } from "./translations.ts";

/** A unit that has a name in every language; other units are shown as they are. */
export type KnownUnit =
	| "accuracy"
	| "share"
	| "share of tokens"
	| "share won"
	| "agreement"
	| "score"
	| "nats per token"
	| "tokens"
	| "characters"
	| "seconds";

const en = {
	units: {
		accuracy: "accuracy",
		share: "share",
		"share of tokens": "share of tokens",
		"share won": "share won",
		agreement: "answers that agree",
		score: "score",
		"nats per token": "nats per token",
		tokens: "tokens",
		characters: "characters",
		seconds: "seconds",
	} satisfies Record<KnownUnit, string>,
	/** The unit of a difference of shares. */
	points: "percentage points",
	/** The unit of shares that are shown in percent. */
	percent: (name: string) => `${name}, %`,
	/** A number with a unit that is a word; both stay on one line. */
	amount: (number: string, unit: string) => `${number}\u00a0${unit}`,
	interval: (low: string, high: string) => `${low} to ${high}`,
	list: lists.en,
	/** Between two sentences. */
	space: " ",
	/** Between a name and its value. */
	colon: ": ",
};

const ja: typeof en = {
	units: {
		accuracy: "正答率",
		share: "割合",
		"share of tokens": "トークンの割合",
		"share won": "勝率",
		agreement: "回答の一致率",
		score: "得点",
		"nats per token": "nat/トークン",
		tokens: "トークン",
		characters: "文字",
		seconds: "秒",
	},
	points: "ポイント",
	percent: (name) => `${name}(%)`,
	amount: (number, unit) =>
		/^[a-z]/i.test(unit) ? `${number}\u00a0${unit}` : `${number}${unit}`,
	interval: (low, high) => `${low}〜${high}`,
	list: lists.ja,
	space: "",
	colon: ": ",
};

const texts: Translations<typeof en> = { en, ja };

/** Units, lists and punctuation of a language. */
export type Words = typeof en & { readonly language: Language };

export function wordsOf(language: Language): Words {
	return { language, ...texts[language] };
}
