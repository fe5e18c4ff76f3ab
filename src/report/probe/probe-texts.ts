import type { Language } from "../page/language/language.ts";
import { textsIn } from "../page/language/translations.ts";
import { type Words, wordsOf } from "../page/language/words.ts";
import { questionTexts } from "../questions/question-texts.ts";
import { itemsTexts } from "./items/items-texts.ts";
import { methodTexts } from "./methods/method-texts.ts";
import { methodsTexts } from "./methods/methods-texts.ts";
import { sharesTexts } from "./shares/shares-texts.ts";
import { summaryTexts } from "./summary/summary-texts.ts";

/** The texts of every section, by its name in `ProbeTexts`. */
export const probeSections = {
	shared: questionTexts,
	summary: summaryTexts,
	shares: sharesTexts,
	methods: methodsTexts,
	items: itemsTexts,
	method: methodTexts,
};

type Sections = typeof probeSections;

/** Everything that the report of a probe says, in one language. */
export type ProbeTexts = Words & {
	readonly [K in keyof Sections]: Sections[K][Language];
};

export function probeTexts(language: Language): ProbeTexts {
	return { ...wordsOf(language), ...textsIn(language, probeSections) };
}
