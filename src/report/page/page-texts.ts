import type { Translations } from "./language/translations.ts";

const en = {
	contents: "Contents",
	theme: { auto: "Theme: auto", light: "Theme: light", dark: "Theme: dark" },
	copy: "Copy",
	copied: "Copied",
};

const ja: typeof en = {
	contents: "目次",
	theme: { auto: "表示: 自動", light: "表示: ライト", dark: "表示: ダーク" },
	copy: "コピー",
	copied: "コピーしました",
};

/** What the page itself says. */
export const pageTexts: Translations<typeof en> = { en, ja };
