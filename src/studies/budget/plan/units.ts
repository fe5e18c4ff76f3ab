/** What a budget or a price is counted in: `minutes`, `examples`, or an ISO 4217 currency code such as `EUR`. */
export type PlanUnit = string;

/** A word for a unit: how many of the unit one of it is. */
export interface KnownUnit {
	readonly unit: PlanUnit;
	readonly factor: number;
}

const currencyWords: Readonly<Record<string, string>> = {
	"€": "EUR",
	euro: "EUR",
	euros: "EUR",
	ユーロ: "EUR",
	$: "USD",
	us$: "USD",
	dollar: "USD",
	dollars: "USD",
	ドル: "USD",
	"¥": "JPY",
	yen: "JPY",
	円: "JPY",
	"£": "GBP",
	pound: "GBP",
	pounds: "GBP",
	franc: "CHF",
	francs: "CHF",
};

const otherWords: Readonly<Record<string, KnownUnit>> = {
	...wordsFor({ unit: "minutes", factor: 1 }, "min mins minute minutes 分"),
	...wordsFor(
		{ unit: "minutes", factor: 60 },
		"h hr hrs hour hours 時間 人時 person-hours",
	),
	...wordsFor({ unit: "JPY", factor: 10_000 }, "万円"),
	...wordsFor(
		{ unit: "examples", factor: 1 },
		"example examples prompt prompts 件 例",
	),
};

function wordsFor(
	unit: KnownUnit,
	words: string,
): Readonly<Record<string, KnownUnit>> {
	return Object.fromEntries(words.split(" ").map((word) => [word, unit]));
}

const currencies: ReadonlySet<string> = new Set(
	Intl.supportedValuesOf("currency"),
);

/** Words to suggest for a mistyped unit. */
export const unitWords: readonly string[] = [
	...["EUR", "USD", "JPY", "GBP", "CHF", "euros", "dollars", "yen", "pounds"],
	...["minutes", "hours", "examples"],
];

/** The unit that a word or a symbol stands for; null if it is unknown. Case does not matter. */
export function unitOf(word: string): KnownUnit | null {
	const plain = word.toLowerCase();
	if (Object.hasOwn(otherWords, plain)) return otherWords[plain] ?? null;
	const code = Object.hasOwn(currencyWords, plain)
		? (currencyWords[plain] ?? "")
		: word.toUpperCase();
	return currencies.has(code) ? { unit: code, factor: 1 } : null;
}

export const isMoney = (unit: PlanUnit): boolean => currencies.has(unit);

export const isUnit = (unit: PlanUnit): boolean =>
	isMoney(unit) || unit === "minutes" || unit === "examples";

/** Decimals in which a unit is usually written: 2 for EUR, 0 for JPY, 1 for minutes. */
export function placesOf(unit: PlanUnit): number {
	if (!isMoney(unit)) return unit === "minutes" ? 1 : 0;
	const format = new Intl.NumberFormat("en", {
		style: "currency",
		currency: unit,
	});
	return format.resolvedOptions().maximumFractionDigits ?? 2;
}
