import type { Translations } from "../../page/language/translations.ts";

const en = {
	title: "Summary",
	verdict: { ship: "Ship", doNotShip: "Do not ship", none: "No verdict" },
	conditions: "Conditions for shipping",
};

const ja: typeof en = {
	title: "要約",
	verdict: { ship: "リリース可", doNotShip: "リリース不可", none: "判定なし" },
	conditions: "リリースの条件",
};

/** Titles of the summary and its verdict. */
export const summaryTexts: Translations<typeof en> = { en, ja };
