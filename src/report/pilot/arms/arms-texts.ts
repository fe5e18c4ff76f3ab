import type { Translations } from "../../page/language/translations.ts";

const en = {
	title: "All arms, all measures",
	best: "best",
	isBetter: "better than the base",
	isWorse: "worse than the base",
	/** What a cell contains; `best` says how the best value is marked. */
	legend: (best: string) =>
		`Each cell has the value with its 95% interval, then the change from the base (percentage points for shares) with its 95% interval. ${best}: best of the arms. ▲ better, ▼ worse than the base: the interval excludes zero and the change exceeds the noise floor. Chance: the score of a model that knows nothing.`,
	/** If arms are measured from several models. */
	severalBases:
		"Arms are listed below the base that they are measured from, and the best is that of the arms of one base.",
	bestOnPage: "Bold with a dot",
	bestInText: "Bold",
	recommended: "recommended",
	/** If an arm has a score for fewer questions than the base. */
	compared: ({
		compared,
		questions,
	}: {
		compared: string;
		questions: string;
	}) => `${compared} of ${questions} questions`,
};

const ja: typeof en = {
	title: "全方式・全指標の比較",
	best: "最良",
	isBetter: "元のモデルより良い",
	isWorse: "元のモデルより悪い",
	legend: (best) =>
		`値と95%区間、続いて元のモデルからの変化とその95%区間です。${best}は全方式の中の最良値。▲は改善、▼は悪化で、区間が0を含まず、変化が測定誤差を超えるものに付けています。偶然の水準は、何も知らない回答者が得る値です。`,
	severalBases:
		"各方式は、その測定の基準となる元のモデルの下に並べています。最良値は同じ元のモデルの方式の中で決めています。",
	bestOnPage: "点付きの太字",
	bestInText: "太字",
	recommended: "推奨",
	compared: ({ compared, questions }) => `${questions}問中${compared}問`,
};

/** The table of all arms and measures. */
export const armsTexts: Translations<typeof en> = { en, ja };
