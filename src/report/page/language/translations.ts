import type { Language } from "./language.ts";

/** The same texts in every language. English states keys and parameters; every other language has to have its type. */
export type Translations<T> = Readonly<Record<Language, T>>;

/** The texts of several sections in one language, by the names of the sections. */
export function textsIn<
	S extends Readonly<Record<string, Translations<unknown>>>,
>(
	language: Language,
	sections: S,
): { readonly [K in keyof S]: S[K][Language] } {
	const entries = Object.entries(sections).map(([name, texts]) => [
		name,
		texts[language],
	]);
	return Object.fromEntries(entries);
}
