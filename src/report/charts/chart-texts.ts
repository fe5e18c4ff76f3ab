import type { Translations } from "../page/language/translations.ts";

const en = {
	compressed: "outliers drawn closer",
};

const ja: typeof en = {
	compressed: "外れ値は近づけて表示",
};

/** What charts add to the texts that they are given. */
export const chartTexts: Translations<typeof en> = { en, ja };
