import type { Language } from "./language.ts";

const conjunction = new Intl.ListFormat("en", { type: "conjunction" });

/** `a, b, and c`. */
export const lists = {
	en: (items: readonly string[]) => conjunction.format(items),
	ja: (items: readonly string[]) => items.join("、"),
} satisfies Record<Language, (items: readonly string[]) => string>;
