import { type Estimate, z95 } from "./estimate.ts";

/** The first of each two values less the second. */
export function marginsOf(values: readonly number[]): number[] {
	return Array.from(
		{ length: values.length / 2 },
		(_, p) => (values[2 * p] as number) - (values[2 * p + 1] as number),
	);
}

/** Share of margins above zero, ties counted half, with Wilson's 95% interval. */
export function winRate(margins: readonly number[]): Estimate {
	const wins = margins.reduce(
		(sum, margin) => sum + (margin === 0 ? 0.5 : Number(margin > 0)),
		0,
	);
	return wilson(wins, margins.length);
}

/** A share of `n`, with Wilson's 95% interval (Wilson 1927). `wins` may hold parts of one. */
export function wilson(wins: number, n: number): Estimate {
	const value = wins / n;
	const square = z95 ** 2 / n;
	const middle = (value + square / 2) / (1 + square);
	const half =
		(z95 * Math.sqrt((value * (1 - value)) / n + square / (4 * n))) /
		(1 + square);
	return {
		value,
		low: Math.max(0, middle - half),
		high: Math.min(1, middle + half),
	};
}

/**
 * The mean of shares of questions, each from 0 to 1, with Wilson's 95% interval of as many whole answers as vary like them:
 * shares over several runs vary less than single answers. One whole answer is added to both variances, so that a few
 * exceptions among equal shares do not pass for proof that there are no more.
 */
export function clusteredShare(shares: readonly number[]): Estimate {
	const n = shares.length;
	const value = shares.reduce((sum, share) => sum + share, 0) / n;
	const squares = shares.reduce((sum, share) => sum + (share - value) ** 2, 0);
	const effect = (squares + 1) / (n * value * (1 - value) + 1);
	const { low, high } = wilson((value * n) / effect, n / effect);
	return { value, low, high };
}
