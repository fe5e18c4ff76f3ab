import type { ScaleOptions } from "@observablehq/plot";
import type { Language } from "../texts/language.ts";
import { roundText } from "../view/number-text.ts";

/** A scale for these values. */
export interface ChartScale {
	readonly options: ScaleOptions & { readonly domain: [number, number] };
	/** Whether steps far from zero are smaller than those near it, so that one value does not hide all others. */
	readonly compressed: boolean;
}

/** So many times the usual size makes a value one that would hide all others. */
const outlier = 40;

interface Range {
	/** Values that must be inside. */
	readonly values: readonly number[];
	readonly language: Language;
	/** Share of the range that is added at each end where it does not end at zero. */
	readonly margin?: number;
	readonly ticks?: number;
}

function median(values: readonly number[]): number {
	const sorted = values.toSorted((a, b) => a - b);
	return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}

/** How ticks look: a line of the grid and a number of few digits. */
function tickLook(language: Language) {
	return {
		tickFormat: (tick: number) => roundText(language, tick),
		tickSize: 0,
		grid: true,
	};
}

/** Zero and powers of ten, both ways, as many as there is room for. */
function powerTicks(low: number, high: number, constant: number): number[] {
	const first = Math.ceil(Math.log10(constant));
	const last = Math.floor(Math.log10(Math.max(-low, high, constant)));
	const stride = Math.max(1, Math.ceil((last - first + 1) / 4));
	const sizes: number[] = [];
	for (let power = last; power >= first; power -= stride)
		sizes.push(10 ** power);
	return [...sizes.map((size) => -size), 0, ...sizes].filter(
		(tick) => tick >= low && tick <= high,
	);
}

/** A scale from zero, or across it, that is compressed where single values are far larger than the rest. */
export function scaleWithZero(range: Range): ChartScale {
	const { values, language, margin = 0.06, ticks = 5 } = range;
	const low = Math.min(0, ...values);
	const high = Math.max(0, ...values);
	const sizes = values.map(Math.abs).filter((size) => size > 0);
	const usual = median(sizes);
	const look = tickLook(language);
	const width = high - low || 1;
	if (Math.max(0, ...sizes) > outlier * usual) {
		const domain: [number, number] = [low * 1.6, high * 1.6];
		return {
			compressed: true,
			options: {
				type: "symlog",
				constant: usual,
				domain,
				ticks: powerTicks(low, high, usual),
				...look,
			},
		};
	}
	return {
		compressed: false,
		options: {
			domain: [
				low < 0 ? low - margin * width : 0,
				high > 0 || low === 0 ? high + margin * width : 0,
			],
			ticks,
			...look,
		},
	};
}

/** A scale around values that are far from zero; logarithmic where single values are far larger than the rest. */
export function scaleAround(range: Range): ChartScale {
	const { values, language, margin = 0.06, ticks = 5 } = range;
	const low = Math.min(...values);
	const high = Math.max(...values);
	const look = tickLook(language);
	if (low > 0 && high > outlier * median(values)) {
		const span = (high / low) ** margin;
		return {
			compressed: true,
			options: {
				type: "log",
				domain: [low / span, high * span],
				ticks: 4,
				...look,
			},
		};
	}
	const width = high - low || Math.abs(high) || 1;
	return {
		compressed: false,
		options: {
			domain: [low - margin * width, high + margin * width],
			ticks,
			...look,
		},
	};
}
