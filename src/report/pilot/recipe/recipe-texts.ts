import type { Translations } from "../../page/language/translations.ts";

const en = {
	title: "Recipe to continue with",
	note: "Save it as recipe.yaml and run: npx temper-lm train recipe.yaml",
	none: "There is no recipe, because no arm is recommended.",
};

const ja: typeof en = {
	title: "次に使うレシピ",
	note: "recipe.yaml として保存し、次を実行します: npx temper-lm train recipe.yaml",
	none: "推奨できる方式がないため、レシピはありません。",
};

/** The recipe to continue with. */
export const recipeTexts: Translations<typeof en> = { en, ja };
