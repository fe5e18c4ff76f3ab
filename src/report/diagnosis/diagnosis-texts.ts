import type { Language } from "../page/language/language.ts";
import { textsIn } from "../page/language/translations.ts";
import { type Words, wordsOf } from "../page/language/words.ts";
import { questionTexts } from "../questions/question-texts.ts";
import { changesTexts } from "./changes/changes-texts.ts";
import { methodTexts } from "./method/method-texts.ts";
import { modelsTexts } from "./models/models-texts.ts";
import { optionsTexts } from "./options/options-texts.ts";
import { scoresTexts } from "./scores/scores-texts.ts";
import { slicesTexts } from "./slices/slices-texts.ts";
import { leakageTexts } from "./style/leakage-texts.ts";
import { styleTexts } from "./style/style-texts.ts";
import { stepTexts } from "./summary/step-texts.ts";
import { summaryTexts } from "./summary/summary-texts.ts";

/** The texts of every section, by its name in `DiagnosisTexts`. */
export const diagnosisSections = {
	shared: questionTexts,
	summary: summaryTexts,
	steps: stepTexts,
	changes: changesTexts,
	scores: scoresTexts,
	options: optionsTexts,
	style: styleTexts,
	leakage: leakageTexts,
	slices: slicesTexts,
	models: modelsTexts,
	method: methodTexts,
};

type Sections = typeof diagnosisSections;

/** Everything that the report of a diagnosis says, in one language. */
export type DiagnosisTexts = Words & {
	readonly [K in keyof Sections]: Sections[K][Language];
};

export function diagnosisTexts(language: Language): DiagnosisTexts {
	return { ...wordsOf(language), ...textsIn(language, diagnosisSections) };
}
