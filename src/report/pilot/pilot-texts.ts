import type { Language } from "../page/language/language.ts";
import { textsIn } from "../page/language/translations.ts";
import { type Words, wordsOf } from "../page/language/words.ts";
import { armsTexts } from "./arms/arms-texts.ts";
import { changesTexts } from "./changes/changes-texts.ts";
import { diagnosisTexts } from "./diagnosis/diagnosis-texts.ts";
import { learningTexts } from "./learning/learning-texts.ts";
import { methodTexts } from "./method/method-texts.ts";
import { modelsTexts } from "./models/models-texts.ts";
import { monitorsTexts } from "./monitors/monitors-texts.ts";
import { planeTexts } from "./plane/plane-texts.ts";
import { ratesTexts } from "./rates/rates-texts.ts";
import { recipeTexts } from "./recipe/recipe-texts.ts";
import { runsTexts } from "./runs/runs-texts.ts";
import { samplesTexts } from "./samples/samples-texts.ts";
import { sharedTexts } from "./shared-texts.ts";
import { conditionTexts } from "./summary/condition-texts.ts";
import { headlineTexts } from "./summary/headline-texts.ts";
import { noteTexts } from "./summary/note-texts.ts";
import { summaryTexts } from "./summary/summary-texts.ts";
import { tileTexts } from "./summary/tile-texts.ts";

/** The texts of every section, by its name in `PilotTexts`. */
export const pilotSections = {
	shared: sharedTexts,
	summary: summaryTexts,
	headline: headlineTexts,
	tiles: tileTexts,
	notes: noteTexts,
	condition: conditionTexts,
	models: modelsTexts,
	plane: planeTexts,
	arms: armsTexts,
	diagnosis: diagnosisTexts,
	changes: changesTexts,
	learning: learningTexts,
	monitors: monitorsTexts,
	rates: ratesTexts,
	runs: runsTexts,
	samples: samplesTexts,
	recipe: recipeTexts,
	method: methodTexts,
};

type Sections = typeof pilotSections;

/** Everything that a pilot's report says, in one language. */
export type PilotTexts = Words & {
	readonly [K in keyof Sections]: Sections[K][Language];
};

export function pilotTexts(language: Language): PilotTexts {
	return { ...wordsOf(language), ...textsIn(language, pilotSections) };
}
