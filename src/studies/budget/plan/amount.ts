/**
 * Exact amounts: whole numbers of millionths, so that what is shown can be multiplied and summed by hand. An amount of money,
 * of minutes or of examples.
 */
export type Micros = bigint;

/** One unit in millionths. */
export const one: Micros = 1_000_000n;

/** Decimals that an amount may have. */
export const decimals = 6;

/** Both ends in millionths. */
export interface Range {
	readonly low: Micros;
	readonly high: Micros;
}

/** A finite number, rounded to six decimals. */
export function toMicros(value: number): Micros {
	const [whole = "", part = ""] = value.toFixed(decimals).split(".");
	return BigInt(`${whole}${part}`);
}

/** The number nearest to an amount: it prints without artefacts of binary fractions. */
export function fromMicros(amount: Micros): number {
	const sign = amount < 0n ? "-" : "";
	const digits = String(amount < 0n ? -amount : amount).padStart(7, "0");
	return Number(
		`${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`,
	);
}

export const timesCount = (range: Range, count: number): Range => ({
	low: range.low * BigInt(count),
	high: range.high * BigInt(count),
});

export const sumOf = (ranges: readonly Range[]): Range => ({
	low: ranges.reduce((sum, { low }) => sum + low, 0n),
	high: ranges.reduce((sum, { high }) => sum + high, 0n),
});

/** Of one amount at least. */
export function smallest([first = 0n, ...others]: readonly Micros[]): Micros {
	let least = first;
	for (const amount of others) if (amount < least) least = amount;
	return least;
}

/** Rounds a fraction half up. Both parts are positive. */
const divide = (numerator: bigint, denominator: bigint): bigint =>
	(2n * numerator + denominator) / (2n * denominator);

/**
 * numerator / denominator in millionths, rounded to `places` decimals or to three significant digits, whichever is finer:
 * 10 minutes at 25 EUR an hour are 4.17 EUR. 0 if it is below half a millionth.
 */
export function roundedPrice(
	numerator: bigint,
	denominator: bigint,
	places: number,
): Micros {
	const whole = String(numerator / denominator).length;
	const step = Math.max(0, Math.min(decimals - places, whole - 3));
	const size = 10n ** BigInt(step);
	return divide(numerator, denominator * size) * size;
}
