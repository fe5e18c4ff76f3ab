import type { Language } from "../page/language/language.ts";
import { textsIn } from "../page/language/translations.ts";
import { type Words, wordsOf } from "../page/language/words.ts";
import { cellsTexts } from "./cells/cells-texts.ts";
import { choiceTexts } from "./choice/choice-texts.ts";
import { coldTexts } from "./cold/cold-texts.ts";
import { frontierTexts } from "./frontier/frontier-texts.ts";
import { marginalTexts } from "./marginal/marginal-texts.ts";
import { methodTexts } from "./method/method-texts.ts";
import { ratesTexts } from "./rates/rates-texts.ts";
import { sensitivityTexts } from "./sensitivity/sensitivity-texts.ts";
import { sharedTexts } from "./shared-texts.ts";
import { splitsTexts } from "./splits/splits-texts.ts";
import { noteTexts } from "./summary/note-texts.ts";
import { summaryTexts } from "./summary/summary-texts.ts";
import { tileTexts } from "./summary/tile-texts.ts";

/** The texts of every section, by its name in `BudgetTexts`. */
export const budgetSections = {
	shared: sharedTexts,
	summary: summaryTexts,
	tiles: tileTexts,
	notes: noteTexts,
	choice: choiceTexts,
	frontier: frontierTexts,
	splits: splitsTexts,
	cold: coldTexts,
	sensitivity: sensitivityTexts,
	marginal: marginalTexts,
	cells: cellsTexts,
	rates: ratesTexts,
	method: methodTexts,
};

type Sections = typeof budgetSections;

/** Everything that the report of a budget study says, in one language. */
export type BudgetTexts = Words & {
	readonly [K in keyof Sections]: Sections[K][Language];
};

export function budgetTexts(language: Language): BudgetTexts {
	return { ...wordsOf(language), ...textsIn(language, budgetSections) };
}
