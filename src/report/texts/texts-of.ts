import { english } from "./english.ts";
import { japanese } from "./japanese.ts";
import type { Language } from "./language.ts";
import type { Texts } from "./texts.ts";

const all: Readonly<Record<Language, Texts>> = { en: english, ja: japanese };

/** Everything that a report says in a language. */
export function textsOf(language: Language): Texts {
	return all[language];
}
