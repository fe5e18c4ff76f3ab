import type { Language } from "./language.ts";

const sizes = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"];

/** `1.2 GB`: powers of a thousand. */
export function bytesText(language: Language, bytes: number): string {
	let value = bytes;
	let size = 0;
	while (value >= 999.5 && size < sizes.length - 1) {
		value /= 1000;
		size++;
	}
	return new Intl.NumberFormat(language, {
		style: "unit",
		unit: sizes[size]!,
		maximumFractionDigits: size > 0 && value < 9.95 ? 1 : 0,
	}).format(value);
}

const unitText = (language: Language, value: number, unit: string) =>
	new Intl.NumberFormat(language, {
		style: "unit",
		unit,
		unitDisplay: language === "en" ? "short" : "long",
		useGrouping: true,
	}).format(value);

/** `45 sec`, `3 min 20 sec`, `2 hr 5 min`. */
export function durationText(language: Language, seconds: number): string {
	const whole = Math.round(seconds);
	const minutes = Math.floor(whole / 60);
	const hours = Math.floor(minutes / 60);
	const parts: [number, string][] =
		hours > 0
			? [
					[hours, "hour"],
					[minutes % 60, "minute"],
				]
			: [
					[minutes, "minute"],
					[whole % 60, "second"],
				];
	const told = parts.filter(([value]) => value > 0);
	const [first = [whole, "second"] as [number, string], ...rest] = told;
	return [first, ...rest]
		.map(([value, unit]) => unitText(language, value, unit))
		.join(" ");
}

/** `November 22, 2026 at 14:03 UTC`; a text that is not a time is returned as it is. */
export function timeText(language: Language, time: string): string {
	const date = new Date(time);
	if (Number.isNaN(date.getTime())) return time;
	const text = new Intl.DateTimeFormat(language, {
		dateStyle: "long",
		timeStyle: "short",
		hourCycle: "h23",
		timeZone: "UTC",
	}).format(date);
	return `${text} UTC`;
}
