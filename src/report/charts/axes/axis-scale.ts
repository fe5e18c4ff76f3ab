import * as Plot from "@observablehq/plot";
import type { Language } from "../../page/language/language.ts";
import { countText, roundText } from "../../page/language/number-text.ts";
import type { PlacedScale } from "../placed-scale.ts";
import { textWidth } from "../text-size.ts";

/** An axis of a chart that has more than one drawing. */
export interface AxisScale {
	/** Whether equal distances are equal differences. */
	readonly linear: boolean;
	/** The scale between two pixels. */
	placed(range: readonly [start: number, end: number]): PlacedScale;
}

/** An axis is logarithmic if the largest amount is this many times the smallest one. */
const wide = 30;
const fontSize = 12;

/** 1, 2 and 5 times powers of ten, from `low` to `high`. */
function ladder(low: number, high: number): number[] {
	const first = Math.floor(Math.log10(low));
	const last = Math.ceil(Math.log10(high));
	return Array.from({ length: Math.max(0, last - first) + 1 }, (_, at) =>
		[1, 2, 5].map((digit) => digit * 10 ** (first + at)),
	)
		.flat()
		.filter((tick) => tick >= low && tick <= high);
}

/** Ticks whose texts have room between them; powers of ten come first. */
function roomy(
	ticks: readonly number[],
	place: (tick: number) => number,
	room: (tick: number) => number,
): number[] {
	const digit = (tick: number) =>
		Math.round(tick / 10 ** Math.floor(Math.log10(tick) + 1e-9));
	const rank = (tick: number) =>
		tick === 0 ? 0 : ({ 1: 1, 5: 2 }[digit(tick)] ?? 3);
	const kept: number[] = [];
	for (const tick of ticks.toSorted((a, b) => rank(a) - rank(b) || a - b)) {
		const fits = kept.every(
			(other) =>
				Math.abs(place(other) - place(tick)) >=
				(room(other) + room(tick)) / 2 + 10,
		);
		if (fits) kept.push(tick);
	}
	return kept.sort((a, b) => a - b);
}

interface Amounts {
	/** 0 or more each; the axis goes from zero to the largest one. */
	readonly values: readonly number[];
	readonly language: Language;
	/** Whether the axis is upright, so that the height of its texts matters and not their width. */
	readonly upright?: boolean;
}

/**
 * An axis of amounts from zero on: linear, or symmetric-logarithmic if the amounts differ by orders of magnitude, so that
 * zero has a place as well.
 */
export function amountScale({
	values,
	language,
	upright = false,
}: Amounts): AxisScale {
	const positive = values.filter((value) => value > 0);
	const most = Math.max(1e-9, ...positive) * 1.04;
	const least = Math.min(most, ...positive);
	const linear = most / least < wide;
	const type = linear ? "linear" : "symlog";
	const scale = {
		type,
		domain: [0, most],
		constant: least,
	} satisfies Partial<PlacedScale>;
	const tickFormat = (tick: number) =>
		most >= 20 ? countText(language, tick) : roundText(language, tick);
	return {
		linear,
		placed(range) {
			const options = { ...scale, range: [...range] };
			const placed = Plot.scale({ x: options });
			const ticks = linear
				? Math.max(3, Math.round(Math.abs(range[1] - range[0]) / 110))
				: roomy(
						[0, ...ladder(least, most)],
						(tick) => placed.apply(tick) as number,
						(tick) =>
							upright ? fontSize : textWidth(tickFormat(tick), fontSize),
					);
			return { ...options, ticks, tickFormat, tickSize: 0, grid: true };
		},
	};
}

/** A logarithmic axis of amounts above zero. */
export function rowsScale({
	values,
	language,
}: Pick<Amounts, "values" | "language">): AxisScale {
	const positive = values.filter((value) => value > 0);
	const least = Math.min(...(positive.length === 0 ? [1] : positive)) / 1.15;
	const most = Math.max(least * 1.4, ...positive) * 1.15;
	const tickFormat = (tick: number) => countText(language, tick);
	return {
		linear: false,
		placed(range) {
			const scale = {
				type: "log" as const,
				domain: [least, most],
				range: [...range],
			};
			const placed = Plot.scale({ x: scale });
			const ticks = roomy(
				[...new Set(positive)].sort((a, b) => a - b),
				(tick) => placed.apply(tick) as number,
				(tick) => textWidth(tickFormat(tick), fontSize),
			);
			return { ...scale, ticks, tickFormat, tickSize: 0, grid: true };
		},
	};
}

/** An axis of shares from 0 to 1, written in percent. */
export const shareScale: AxisScale = {
	linear: true,
	placed: (range) => ({
		type: "linear",
		domain: [0, 1],
		range: [...range],
		ticks: [0, 0.25, 0.5, 0.75, 1],
		tickFormat: (tick: number) => `${Math.round(tick * 100)}%`,
		tickSize: 0,
		grid: true,
	}),
};

/** A logarithmic axis of ratios, with these ticks. */
export function ratioScale(
	ticks: readonly { readonly at: number; readonly text: string }[],
	values: readonly number[],
): AxisScale {
	const all = [...values, ...ticks.map(({ at }) => at)];
	return {
		linear: false,
		placed: (range) => ({
			type: "log",
			domain: [Math.min(...all) / 1.06, Math.max(...all) * 1.06],
			range: [...range],
			ticks: ticks.map(({ at }) => at),
			tickFormat: (tick: number) =>
				ticks.find(({ at }) => Math.abs(at - tick) < 1e-9)?.text ?? "",
			tickSize: 0,
			grid: true,
		}),
	};
}
