import type { Language } from "./language.ts";

/** Numbers above this, or below the last decimal, are written with an exponent. */
const largest = 1e7;

const minus = (text: string) => text.replaceAll("-", "−");

function exponent(value: number, signed: boolean): string {
	const [digits = "", power = ""] = value.toExponential(2).split("e");
	const sign = signed && value > 0 ? "+" : "";
	return minus(`${sign}${Number(digits)}e${Number(power)}`);
}

export interface NumberOptions {
	readonly decimals: number;
	/** Whether numbers above zero have a plus sign. */
	readonly signed?: boolean;
}

/** `1,234.50`, `−0.031`, `+2.1`; `1.2e9` if it is very large. */
export function numberText(
	language: Language,
	value: number,
	{ decimals, signed = false }: NumberOptions,
): string {
	if (!Number.isFinite(value)) return "–";
	const lost = value !== 0 && Math.abs(value) < 0.5 * 10 ** -decimals;
	if (Math.abs(value) >= largest) return exponent(value, signed);
	if (lost && decimals >= 4) return exponent(value, signed);
	return minus(
		new Intl.NumberFormat(language, {
			minimumFractionDigits: decimals,
			maximumFractionDigits: decimals,
			signDisplay: signed ? "exceptZero" : "negative",
		}).format(value),
	);
}

/** Three significant digits. */
export function roundText(language: Language, value: number): string {
	if (value !== 0 && Math.abs(value) < 1e-3) return exponent(value, false);
	const size = value === 0 ? 0 : Math.floor(Math.log10(Math.abs(value)));
	const decimals = Math.min(4, Math.max(0, 2 - size));
	const text = numberText(language, value, { decimals });
	return text.includes(".") && !text.includes("e")
		? text.replace(/\.?0+$/, "")
		: text;
}

/** A learning rate as people write it: `2e-4`. */
export function rateText(value: number): string {
	if (value === 0) return "0";
	const [digits = "", power = ""] = value.toExponential(2).split("e");
	return `${Number(digits)}e${Number(power)}`;
}

/** `1,234`. */
export function countText(language: Language, value: number): string {
	return numberText(language, value, { decimals: 0 });
}
