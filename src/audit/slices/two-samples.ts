import type { Estimate } from "../../stats/estimate.ts";
import { meanOf } from "../../stats/mean.ts";
import { wilson } from "../../stats/share.ts";
import { tQuantile, tTail } from "../../stats/student-t.ts";
import { unpairedDifference } from "../../stats/unpaired-difference.ts";

/** A group against all others. */
export interface Comparison {
	readonly value: Estimate;
	/** The group less the others. */
	readonly difference: Estimate;
	/** Two-sided. */
	readonly p: number;
}

/** Means of two samples of at least two values each: Welch's interval and test. */
export function compareMeans(
	group: readonly number[],
	others: readonly number[],
): Comparison {
	const [a, b] = [group, others].map(momentsOf) as [Moments, Moments];
	const value = a.mean - b.mean;
	const [sa, sb] = [a.variance / a.n, b.variance / b.n];
	const error = Math.sqrt(sa + sb);
	if (error === 0) {
		const difference = { value, low: value, high: value };
		return { value: meanOf(group), difference, p: value === 0 ? 1 : 0 };
	}
	const freedom = (sa + sb) ** 2 / (sa ** 2 / (a.n - 1) + sb ** 2 / (b.n - 1));
	const half = tQuantile(0.025, freedom) * error;
	return {
		value: meanOf(group),
		difference: { value, low: value - half, high: value + half },
		p: Math.min(1, 2 * tTail(Math.abs(value) / error, freedom)),
	};
}

interface Moments {
	readonly n: number;
	readonly mean: number;
	readonly variance: number;
}

function momentsOf(values: readonly number[]): Moments {
	const n = values.length;
	const mean = values.reduce((sum, x) => sum + x, 0) / n;
	const squares = values.reduce((sum, x) => sum + (x - mean) ** 2, 0);
	return { n, mean, variance: squares / (n - 1) };
}

/** Shares of two samples of zeros and ones: Wilson's and Newcombe's intervals, Fisher's exact test. */
export function compareShares(
	group: readonly number[],
	others: readonly number[],
): Comparison {
	const [a, b] = [group, others].map((values) => ({
		count: values.reduce((sum, x) => sum + x, 0),
		of: values.length,
	})) as [{ count: number; of: number }, { count: number; of: number }];
	return {
		value: wilson(a.count, a.of),
		difference: unpairedDifference(a, b),
		p: fisherExact(a.count, a.of, b.count, b.of),
	};
}

/** Two-sided: the probability, given the margins, of every table that is no likelier than this one. */
export function fisherExact(
	x: number,
	n: number,
	y: number,
	m: number,
): number {
	const yes = x + y;
	const log = logFactorials(n + m);
	const at = (i: number) => log[i] as number;
	const choose = (a: number, k: number) => at(a) - at(k) - at(a - k);
	const logP = (k: number) =>
		choose(n, k) + choose(m, yes - k) - choose(n + m, yes);
	const observed = logP(x);
	let p = 0;
	for (let k = Math.max(0, yes - m); k <= Math.min(n, yes); k++)
		if (logP(k) <= observed + 1e-7) p += Math.exp(logP(k));
	return Math.min(1, p);
}

function logFactorials(n: number): Float64Array {
	const log = new Float64Array(n + 1);
	for (let i = 1; i <= n; i++) log[i] = (log[i - 1] as number) + Math.log(i);
	return log;
}
