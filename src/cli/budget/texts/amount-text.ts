import type { Language } from "../../../report/page/language/language.ts";
import type { Interval } from "../../../studies/budget/plan/plan-question.ts";
import {
	isMoney,
	type PlanUnit,
	placesOf,
} from "../../../studies/budget/plan/units.ts";

const en = {
	money: (number: string, currency: string) => `${number} ${currency}`,
	hours: (hours: string) => `${hours} h`,
	minutes: (minutes: string) => `${minutes} min`,
	between: " ",
	examples: (number: string, plural: boolean) =>
		`${number} example${plural ? "s" : ""}`,
	interval: (low: string, high: string) => `${low} to ${high}`,
};

const ja: typeof en = {
	money: (number, currency) =>
		currency === "JPY" ? `${number}円` : `${number} ${currency}`,
	hours: (hours) => `${hours}時間`,
	minutes: (minutes) => `${minutes}分`,
	between: "",
	examples: (number) => `${number}件`,
	interval: (low, high) => `${low}〜${high}`,
};

const texts = { en, ja };

/** `1,234`, `2.50`, `0.035`: every decimal that the number has, and in money those that are usual if there are any. */
function digitsText(language: Language, value: number, places: number): string {
	return new Intl.NumberFormat(language, {
		minimumFractionDigits: Number.isInteger(value) ? 0 : places,
		maximumFractionDigits: 6,
	}).format(value);
}

function timeText(language: Language, minutes: number): string {
	const words = texts[language];
	const hours = Math.floor(minutes / 60);
	// Amounts have six decimals; the difference of two of them may have more.
	const rest = Number((minutes - 60 * hours).toFixed(6));
	const parts = [
		...(hours > 0 ? [words.hours(digitsText(language, hours, 0))] : []),
		...(rest > 0 || hours === 0
			? [words.minutes(digitsText(language, rest, 0))]
			: []),
	];
	return parts.join(words.between);
}

/** `5,000 EUR`, `12 h 30 min`, `2,000 examples`: an exact amount. */
export function amountText(
	language: Language,
	value: number,
	unit: PlanUnit,
): string {
	const words = texts[language];
	if (isMoney(unit))
		return words.money(digitsText(language, value, placesOf(unit)), unit);
	if (unit === "minutes") return timeText(language, value);
	return words.examples(digitsText(language, value, 0), value !== 1);
}

/** `1.50 to 2.50 EUR`; one amount if both ends are equal. */
export function intervalText(
	language: Language,
	{ low, high }: Interval,
	unit: PlanUnit,
): string {
	if (low === high) return amountText(language, low, unit);
	const first = isMoney(unit)
		? digitsText(language, low, placesOf(unit))
		: unit === "minutes"
			? amountText(language, low, unit)
			: digitsText(language, low, 0);
	return texts[language].interval(first, amountText(language, high, unit));
}

/** `1,234` rows. */
export const rowsText = (language: Language, rows: number): string =>
	digitsText(language, rows, 0);

/** `75%`: a share in whole percent, or with a decimal below 10%. */
export const percentText = (language: Language, share: number): string =>
	`${new Intl.NumberFormat(language, { maximumFractionDigits: share < 0.1 ? 1 : 0 }).format(100 * share)}%`;

/** Points of a score, two decimals below 1 and one above. */
export const pointsText = (language: Language, points: number): string =>
	new Intl.NumberFormat(language, {
		maximumFractionDigits: Math.abs(points) < 1 ? 2 : 1,
	}).format(points);

/** `3 billion`, `30億`. */
export const largeText = (language: Language, value: number): string =>
	new Intl.NumberFormat(language, {
		notation: "compact",
		compactDisplay: "long",
	}).format(value);
