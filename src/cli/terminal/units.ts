import { showNumber } from "../../eval/compare/figures.ts";

export { showNumber };

/** `1.2 GB`: powers of a thousand, two or three digits. */
export function showBytes(bytes: number): string {
	const units = ["B", "kB", "MB", "GB", "TB"];
	let value = bytes;
	let unit = 0;
	while (value >= 999.5 && unit < units.length - 1) {
		value /= 1000;
		unit++;
	}
	return `${value.toFixed(unit > 0 && value < 9.95 ? 1 : 0)} ${units[unit]}`;
}

/** `45 s`, `3 min 20 s`, `2 h 05 min`. */
export function showDuration(seconds: number): string {
	const whole = Math.round(seconds);
	if (whole < 60) return `${whole} s`;
	const two = (value: number) => String(value).padStart(2, "0");
	const minutes = Math.floor(whole / 60);
	if (minutes < 60) return `${minutes} min ${two(whole % 60)} s`;
	return `${Math.floor(minutes / 60)} h ${two(minutes % 60)} min`;
}

/** `0:45`, `3:20`, `2:05:00`: the same if space is limited. */
export function showClock(seconds: number): string {
	const whole = Math.round(seconds);
	const two = (value: number) => String(value).padStart(2, "0");
	const minutes = Math.floor(whole / 60);
	if (minutes < 60) return `${minutes}:${two(whole % 60)}`;
	return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(whole % 60)}`;
}

/** `134,515,008`. */
export function showCount(value: number): string {
	return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** Nats below this are rounding: float32 says so much of two models that are one. */
const leastNats = 1e-6;

/** A divergence in nats per token; 0 if it is only rounding. */
export function showKl(value: number): string {
	return Math.abs(value) < leastNats ? "0" : showNumber(value);
}

export function showPercent(share: number): string {
	return `${(100 * share).toFixed(share > 0 && share < 0.1 ? 1 : 0)}%`;
}
