import type { Estimate } from "../../stats/estimate.ts";

export type Show = (value: number) => string;

/** Four significant digits, without an exponent if a person would write none. */
export function showNumber(value: number): string {
	if (value === 0 || !Number.isFinite(value)) return String(value);
	const size = Math.abs(value);
	if (size < 1e-3 || size >= 1e6)
		return value.toExponential(2).replace("e+", "e");
	return String(Number(value.toPrecision(4)));
}

const shares: ReadonlySet<string> = new Set(["accuracy", "agreement"]);

/** Whether values of a unit are shown in percent, and their differences in points of a hundred. */
export function isShare(unit: string): boolean {
	return shares.has(unit);
}

/** A difference with its sign: `+4.0` points of a hundred, or `-0.031`. */
export function showChange(unit: string): Show {
	const show: Show = isShare(unit)
		? (value) => (100 * value).toFixed(1)
		: showNumber;
	return (value) => {
		const text = show(value).replace(/^-(?=[0.]+$)/, "");
		return value > 0 && /[1-9]/.test(text) ? `+${text}` : text;
	};
}

/** `12.5 (-1.5 to 29.1)`: a value without an interval is shown without parentheses. */
export function showInterval(estimate: Estimate, show: Show): string {
	const { value, low, high } = estimate;
	const told = Number.isFinite(low) && Number.isFinite(high) && low < high;
	return told ? `${show(value)} (${show(low)} to ${show(high)})` : show(value);
}
