import type { Estimate } from "../../../stats/estimate.ts";
import { numberText, roundText } from "./number-text.ts";
import type { KnownUnit, Words } from "./words.ts";

/** What decides how numbers of one measure are written. */
export interface Measured {
	/** `accuracy`, `nats per token`, ... */
	readonly unit: string;
	/** Half the width of the noise; 0 if there is none. */
	readonly noise: number;
	/** The estimates that are shown: the width of their intervals sets the decimals. */
	readonly estimates: readonly Estimate[];
}

/** Numbers of one measure as texts, all with the same decimals. */
export interface Figures {
	/** The factor from a number of the measure to the number that is shown: 100 for shares. */
	readonly scale: number;
	/** The unit of a value, `accuracy, %`, and that of a difference, `percentage points`. */
	readonly unit: string;
	readonly changeUnit: string;
	/** `43.1%`, `0.041`. */
	value(value: number): string;
	/** `43.1%`, `0.041 nats per token`. */
	valueWithUnit(value: number): string;
	/** `39.0 to 47.2`. */
	interval(estimate: Estimate): string;
	/** `12.4`: a difference without its sign. */
	size(value: number): string;
	/** `+12.4`. */
	change(value: number): string;
	changeInterval(estimate: Estimate): string;
	/** `12.4 percentage points`, without a plus sign. */
	amount(value: number): string;
	/** A number that a person chose, `3.5 percentage points`, `0.05 nats per token`: as a difference, or as a value. */
	givenAmount(value: number): string;
	givenValue(value: number): string;
}

const shares: ReadonlySet<string> = new Set<KnownUnit>([
	"accuracy",
	"share",
	"share of tokens",
	"share won",
	"agreement",
]);

function unitName(unit: string, texts: Words): string {
	return Object.hasOwn(texts.units, unit)
		? texts.units[unit as KnownUnit]
		: unit;
}

function median(values: readonly number[]): number | null {
	const sorted = values.toSorted((a, b) => a - b);
	return sorted[Math.floor(sorted.length / 2)] ?? null;
}

/** As many decimals as give half the width of a usual interval two digits. */
function decimalsOf(
	estimates: readonly Estimate[],
	noise: number,
	scale: number,
): number {
	const widths = estimates.map(({ low, high }) => ((high - low) / 2) * scale);
	const sizes = estimates.map(({ value }) => Math.abs(value * scale) / 10);
	const above = (numbers: readonly number[]) =>
		median(numbers.filter((number) => number > 0));
	const size = above(widths) ?? above([noise * scale]) ?? above(sizes);
	if (size === null) return scale === 1 ? 2 : 0;
	return Math.min(4, Math.max(0, 1 - Math.floor(Math.log10(size))));
}

/** How the numbers of a measure are written. */
export function figuresOf(
	{ unit, noise, estimates }: Measured,
	texts: Words,
): Figures {
	const isShare = shares.has(unit);
	const scale = isShare ? 100 : 1;
	const decimals = decimalsOf(estimates, noise, scale);
	const name = unitName(unit, texts);
	const changeUnit = isShare ? texts.points : name;
	const written = (value: number, signed = false) =>
		numberText(texts.language, value * scale, { decimals, signed });
	const given = (one: number) => roundText(texts.language, one * scale);
	const value = (one: number) => `${written(one)}${isShare ? "%" : ""}`;
	return {
		scale,
		unit: isShare ? texts.percent(name) : name,
		changeUnit,
		value,
		valueWithUnit: (one) =>
			isShare ? value(one) : texts.amount(written(one), name),
		interval: ({ low, high }) => texts.interval(written(low), written(high)),
		size: (one) => written(Math.abs(one)),
		change: (one) => written(one, true),
		changeInterval: ({ low, high }) =>
			texts.interval(written(low, true), written(high, true)),
		amount: (one) => texts.amount(written(one), changeUnit),
		givenAmount: (one) => texts.amount(given(one), changeUnit),
		givenValue: (one) =>
			isShare ? `${given(one)}%` : texts.amount(given(one), name),
	};
}
