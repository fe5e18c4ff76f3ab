/** A number without rounding: an integer of any size over a positive one. */
export interface Rational {
	readonly numerator: bigint;
	readonly denominator: bigint;
}

/** Digits with at most one point, times ten to a power. */
export function decimal(digits: string, exponent = 0): Rational {
	const [whole = "", part = ""] = digits.split(".");
	const shift = exponent - part.length;
	const value = BigInt(`${whole}${part}` || "0");
	return shift >= 0
		? { numerator: value * 10n ** BigInt(shift), denominator: 1n }
		: { numerator: value, denominator: 10n ** BigInt(-shift) };
}

/** Null for a division by zero. */
export function divide(a: Rational, b: Rational): Rational | null {
	if (b.numerator === 0n) return null;
	return {
		numerator: a.numerator * b.denominator,
		denominator: a.denominator * b.numerator,
	};
}

export function negative({ numerator, denominator }: Rational): Rational {
	return { numerator: -numerator, denominator };
}

/** The nearest double, to within its last bits. */
export function toNumber({ numerator, denominator }: Rational): number {
	const [n, d] = [Number(numerator), Number(denominator)];
	if (Number.isFinite(n) && Number.isFinite(d)) return n / d;
	// Both may be beyond a double where their quotient is not.
	const scale = 10n ** 25n;
	return Number((numerator * scale) / denominator) / Number(scale);
}

/** A key that is equal for equal numbers. */
export function rationalKey({ numerator, denominator }: Rational): string {
	const divisor = commonDivisor(
		numerator < 0n ? -numerator : numerator,
		denominator,
	);
	return `${numerator / divisor}/${denominator / divisor}`;
}

function commonDivisor(a: bigint, b: bigint): bigint {
	let [x, y] = [a, b];
	while (y !== 0n) [x, y] = [y, x % y];
	return x === 0n ? 1n : x;
}

/**
 * Whether two numbers differ by so much at most. Numbers below 2^53 are also equal if their doubles are, so that 1/3 is its
 * own sixteen digits; beyond, every digit counts.
 */
export function within(a: Rational, b: Rational, tolerance: number): boolean {
	const left = a.numerator * b.denominator;
	const right = b.numerator * a.denominator;
	const apart = left > right ? left - right : right - left;
	const difference = {
		numerator: apart,
		denominator: a.denominator * b.denominator,
	};
	if (toNumber(difference) <= tolerance) return apart === 0n || tolerance > 0;
	const [x, y] = [toNumber(a), toNumber(b)];
	const rounds = [x, y].every(
		(value) => Math.abs(value) <= Number.MAX_SAFE_INTEGER,
	);
	return rounds && Math.abs(x - y) <= tolerance;
}
