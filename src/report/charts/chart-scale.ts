import type { Language } from "../page/language/language.ts";
import { roundText } from "../page/language/number-text.ts";
import type { PlacedScale } from "./placed-scale.ts";

/** A linear scale, or one of linear pieces if single values are so far off that they would hide all others. */
export interface ChartScale {
	/** Rising; more than two if an end is compressed. */
	readonly domain: readonly number[];
	/** The place of each value of the domain on the axis, from 0 at its start to 1 at its end. */
	readonly shares: readonly number[];
	/** Ticks, or about how many there should be. */
	readonly ticks: number | readonly number[];
	readonly language: Language;
}

interface Range {
	readonly values: readonly number[];
	readonly language: Language;
	/** Whether zero has to be on it. */
	readonly zero: boolean;
	/** Share of the range that is added at each end except at zero. */
	readonly margin?: number;
	/** Whether the axis stays linear however far off a value is. */
	readonly linear?: boolean;
	readonly ticks?: number;
}

/** A value is an outlier if it is this many times as far from the middle as half of all values. */
const outlier = 15;
/** The share of the axis that outliers get at each end. */
const outside = 0.2;
/** The share of the rest, next to a compressed end, that has no ticks. */
const crowded = 0.1;

function median(values: readonly number[]): number {
	const sorted = values.toSorted((a, b) => a - b);
	return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}

/** Those that are not outliers. */
function usual(values: readonly number[]): readonly number[] {
	const middle = median(values);
	const spread = median(values.map((value) => Math.abs(value - middle)));
	return spread === 0
		? values
		: values.filter((value) => Math.abs(value - middle) <= outlier * spread);
}

/** From the smallest value to the largest, with zero and room at the ends if required. */
function ends(values: readonly number[], { zero, margin = 0.06 }: Range) {
	const all = zero || values.length === 0 ? [0, ...values] : values;
	const low = Math.min(...all);
	const high = Math.max(...all);
	const room = margin * (high - low || Math.abs(high) || 1);
	return {
		low: zero && low === 0 ? 0 : low - room,
		high: zero && high === 0 && low < 0 ? 0 : high + room,
	};
}

/** About `count` round numbers in a range. */
function roundNumbers(low: number, high: number, count: number): number[] {
	const rough = (high - low) / count;
	const power = 10 ** Math.floor(Math.log10(rough));
	const step = power * ([1, 2, 5].find((size) => size * power >= rough) ?? 10);
	const first = Math.ceil(low / step);
	const length = Math.floor(high / step) - first + 1;
	return Array.from({ length }, (_, at) => (first + at) * step);
}

/** A compressed end of the axis; empty without outliers. */
interface Piece {
	readonly domain: readonly number[];
	readonly shares: readonly number[];
	readonly ticks: readonly number[];
}

const none: Piece = { domain: [], shares: [], ticks: [] };

/** The piece beyond `edge`, as far as `extreme` and a little further. */
function beyond(edge: number, extreme: number, isLow: boolean): Piece {
	if (isLow ? extreme >= edge : extreme <= edge) return none;
	const end = extreme + 0.15 * (extreme - edge);
	return { domain: [end], shares: [isLow ? 0 : 1], ticks: [extreme] };
}

/** A scale on which these values can be distinguished. */
export function chartScale(range: Range): ChartScale {
	const { values, language, ticks = 5, linear = false } = range;
	const near = ends(linear ? values : usual(values), range);
	const below = beyond(near.low, Math.min(near.low, ...values), true);
	const above = beyond(near.high, Math.max(near.high, ...values), false);
	const start = below === none ? 0 : outside;
	const end = above === none ? 1 : 1 - outside;
	const compressed = below !== none || above !== none;
	const width = near.high - near.low;
	const inner = roundNumbers(
		near.low + (below === none ? 0 : crowded * width),
		near.high - (above === none ? 0 : crowded * width),
		ticks,
	);
	return {
		domain: [...below.domain, near.low, near.high, ...above.domain],
		shares: [...below.shares, start, end, ...above.shares],
		ticks: compressed ? [...below.ticks, ...inner, ...above.ticks] : ticks,
		language,
	};
}

/** From 0 to 100%. */
export function percentScale(language: Language): ChartScale {
	return {
		domain: [0, 100],
		shares: [0, 1],
		ticks: [0, 25, 50, 75, 100],
		language,
	};
}

/** The values at which the scale changes. */
export function breaksOf({ domain }: ChartScale): readonly number[] {
	return domain.slice(1, -1);
}

/** The scale between two pixels. */
export function placedScale(
	{ domain, shares, ticks, language }: ChartScale,
	[start, end]: readonly [number, number],
): PlacedScale {
	return {
		type: "linear",
		domain: [...domain],
		range: shares.map((share) => start + share * (end - start)),
		ticks: typeof ticks === "number" ? ticks : [...ticks],
		tickFormat: (tick: number) => roundText(language, tick),
		tickSize: 0,
		grid: true,
	};
}
