import type { Estimate } from "../../../stats/estimate.ts";
import { countText, numberText, roundText } from "./number-text.ts";
import type { Words } from "./words.ts";

/** Numbers as texts, with their 95% intervals in brackets. Null is a dash. */
export interface Numbers {
	/** `1,200`. */
	count(value: number): string;
	/** Three digits: `0.0123`. */
	plain(value: number): string;
	/** `41.0%`. */
	percent(share: number): string;
	/** `41.0% (38.1 to 44.0)`. */
	share(estimate: Estimate | null): string;
	/** A difference of shares in percentage points: `+12.4 (+8.1 to +16.0)`. */
	points(estimate: Estimate | null): string;
	/** A difference of shares without an interval: `+12.4`. */
	pointsOf(value: number): string;
	/** `0.0123 (0.01 to 0.015)`. */
	value(estimate: Estimate | null): string;
	/** The same with a plus sign above zero. */
	change(estimate: Estimate | null): string;
	/** A p-value: `0.012`, `< 0.001`. */
	p(value: number | null): string;
}

/** A share in percent, as charts show it. */
export function inPercent({ value, low, high }: Estimate): Estimate {
	return { value: value * 100, low: low * 100, high: high * 100 };
}

export function numbersOf({ language, interval }: Words): Numbers {
	const tenth = (value: number, signed: boolean) =>
		numberText(language, value * 100, { decimals: 1, signed });
	/** As many decimals as give half the width of the interval two digits. */
	const measured = (one: Estimate | null, signed: boolean) => {
		const half = one === null ? 0 : (one.high - one.low) / 2;
		const size = half > 0 ? half : Math.abs(one?.value ?? 0) / 10;
		const decimals =
			size > 0 ? Math.min(4, Math.max(0, 1 - Math.floor(Math.log10(size)))) : 2;
		return estimate(one, (value) =>
			numberText(language, value, { decimals, signed }),
		);
	};
	const estimate = (
		one: Estimate | null,
		text: (value: number) => string,
		unit = "",
	) =>
		one === null
			? "–"
			: `${text(one.value)}${unit} (${interval(text(one.low), text(one.high))})`;
	return {
		count: (value) => countText(language, value),
		plain: (value) => roundText(language, value),
		percent: (share) => `${tenth(share, false)}%`,
		share: (one) => estimate(one, (value) => tenth(value, false), "%"),
		points: (one) => estimate(one, (value) => tenth(value, true)),
		pointsOf: (value) => tenth(value, true),
		value: (one) => measured(one, false),
		change: (one) => measured(one, true),
		p: (value) =>
			value === null
				? "–"
				: value < 0.001
					? "< 0.001"
					: numberText(language, value, { decimals: 3 }),
	};
}
