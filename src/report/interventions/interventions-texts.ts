import type { Language } from "../page/language/language.ts";
import { textsIn } from "../page/language/translations.ts";
import { type Words, wordsOf } from "../page/language/words.ts";
import { questionTexts } from "../questions/question-texts.ts";
import { armsTexts } from "./arms/arms-texts.ts";
import { curvesTexts } from "./curves/curves-texts.ts";
import { methodTexts } from "./method/method-texts.ts";
import { summaryTexts } from "./summary/summary-texts.ts";

/** The texts of every section, by its name in `InterventionsTexts`. */
export const interventionsSections = {
	shared: questionTexts,
	summary: summaryTexts,
	arms: armsTexts,
	curves: curvesTexts,
	method: methodTexts,
};

type Sections = typeof interventionsSections;

/** Everything that the report of an intervention study says, in one language. */
export type InterventionsTexts = Words & {
	readonly [K in keyof Sections]: Sections[K][Language];
};

export function interventionsTexts(language: Language): InterventionsTexts {
	return { ...wordsOf(language), ...textsIn(language, interventionsSections) };
}
