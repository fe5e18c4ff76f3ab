import type { ScaleOptions } from "@observablehq/plot";
import type { Language } from "../texts/language.ts";
import { roundText } from "../view/number-text.ts";

/** A linear scale, or one of linear pieces where single values lie so far off that they would hide all others. */
export interface ChartScale {
	/** Rising; more than two where the ends are compressed. */
	readonly domain: readonly number[];
	/** Where each value of the domain lies between the start, 0, and the end, 1, of the axis. */
	readonly shares: readonly number[];
	/** Ticks, or about how many. */
	readonly ticks: number | readonly number[];
	readonly language: Language;
}

interface Range {
	readonly values: readonly number[];
	readonly language: Language;
	/** Whether zero has to be on it. */
	readonly zero: boolean;
	/** Share of the range that is added at each end that is not at zero. */
	readonly margin?: number;
	readonly ticks?: number;
}

/** A value so many times as far from the middle as half of all values is an outlier. */
const outlier = 15;
/** The share of the axis that outliers get at each end. */
const outside = 0.16;

function median(values: readonly number[]): number {
	const sorted = values.toSorted((a, b) => a - b);
	return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}

/** Those that do not lie far off. */
function usual(values: readonly number[]): readonly number[] {
	const middle = median(values);
	const spread = median(values.map((value) => Math.abs(value - middle)));
	return spread === 0
		? values
		: values.filter((value) => Math.abs(value - middle) <= outlier * spread);
}

/** From the least value to the largest, with zero and room at the ends where asked for. */
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

/** About so many round numbers between two. */
function roundNumbers(low: number, high: number, count: number): number[] {
	const rough = (high - low) / count;
	const power = 10 ** Math.floor(Math.log10(rough));
	const step = power * ([1, 2, 5].find((size) => size * power >= rough) ?? 10);
	const first = Math.ceil(low / step);
	const length = Math.floor(high / step) - first + 1;
	return Array.from({ length }, (_, at) => (first + at) * step);
}

/** The scale on which these values can be told apart. */
export function chartScale(range: Range): ChartScale {
	const { values, language, ticks = 5 } = range;
	const whole = ends(values, range);
	const near = ends(usual(values), range);
	const left = whole.low < near.low;
	const right = whole.high > near.high;
	if (!left && !right)
		return {
			domain: [whole.low, whole.high],
			shares: [0, 1],
			ticks,
			language,
		};
	const first = left ? [whole.low] : [];
	const last = right ? [whole.high] : [];
	return {
		domain: [...first, near.low, near.high, ...last],
		shares: [
			...(left ? [0, outside] : [0]),
			...(right ? [1 - outside, 1] : [1]),
		],
		ticks: [
			...(left ? [Math.min(...values)] : []),
			...roundNumbers(near.low, near.high, ticks),
			...(right ? [Math.max(...values)] : []),
		],
		language,
	};
}

/** Where the size of steps changes. */
export function breaksOf({ domain }: ChartScale): readonly number[] {
	return domain.slice(1, -1);
}

/** The scale as Plot takes it, between two pixels. */
export function placedScale(
	{ domain, shares, ticks, language }: ChartScale,
	[start, end]: readonly [number, number],
): ScaleOptions {
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
