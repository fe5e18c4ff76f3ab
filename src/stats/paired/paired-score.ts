import type { Estimate } from "../estimate.ts";
import { tQuantile } from "../student-t.ts";

/** How often a second measure of the same items was better, and worse, than the first; of `items`. Parts of one count. */
export interface Discordance {
	readonly better: number;
	readonly worse: number;
	readonly items: number;
}

/**
 * Changes of questions, each from -1 to 1, as counts. A question that was asked in several wordings or with several seeds
 * is one cluster and changes by a part of 1: its square is less than its size, so that the counts of whole changes would
 * overstate the variance of the mean. They are divided by the ratio of squares to sizes, as the variance of clustered
 * pairs is (Obuchowski, Statistics in Medicine 17, 1998, 1495). One whole change is added to both sides of the ratio:
 * it is 1 if nothing changed, and few small changes do not pass for proof that there are no large ones.
 */
export function discordanceOf(changes: readonly number[]): Discordance {
	let [better, worse, squares] = [0, 0, 0];
	for (const change of changes) {
		if (change > 0) better += change;
		else worse -= change;
		squares += change ** 2;
	}
	const effect = (squares + 1) / (better + worse + 1);
	return {
		better: better / effect,
		worse: worse / effect,
		items: changes.length / effect,
	};
}

/** Standard error of `better - worse` where the true difference of shares is `delta` (Tango 1998, eq. 9). */
function errorUnder(
	{ better, worse, items }: Discordance,
	delta: number,
): number {
	const a = 2 * items;
	const b = -better - worse + (2 * items - better + worse) * delta;
	const c = -worse * delta * (1 - delta);
	const share = (Math.sqrt(Math.max(0, b * b - 4 * a * c)) - b) / (2 * a);
	return Math.sqrt(Math.max(0, items * (2 * share + delta * (1 - delta))));
}

/** Whether the true difference may be as small as `delta`, at the one-sided normal quantile `z`. */
function mayBe(counts: Discordance, delta: number, z: number): boolean {
	const { better, worse, items } = counts;
	// Differences come in steps of two where the number of discordant items is fixed: half a step is 1.
	const excess = better - worse - items * delta - 1;
	return excess <= z * errorUnder(counts, delta);
}

/**
 * Lower bound of the difference of two shares on the same items: Tango's score interval (Statistics in Medicine 17, 1998,
 * 891), one-sided at the normal quantile `z`, with a correction for continuity. For a difference of 0 it agrees with
 * McNemar's exact test but for the last digit, so that it errs to the safe side with few items too.
 */
export function lowerDifference(counts: Discordance, z: number): number {
	let low = -1;
	let high = (counts.better - counts.worse) / counts.items;
	if (mayBe(counts, low, z)) return low;
	for (let i = 0; i < 60; i++) {
		const middle = (low + high) / 2;
		if (mayBe(counts, middle, z)) high = middle;
		else low = middle;
	}
	return low;
}

/** The upper bound of the same: the lower one with better and worse exchanged. */
export function upperDifference(counts: Discordance, z: number): number {
	const { better, worse, items } = counts;
	return -lowerDifference({ better: worse, worse: better, items }, z);
}

/** Both bounds at a one-sided level each, around the mean of changes of questions from -1 to 1. */
export function scoreBounds(
	changes: readonly number[],
	alpha: number,
): Estimate {
	const counts = discordanceOf(changes);
	const z = tQuantile(alpha, Number.POSITIVE_INFINITY);
	return {
		value: changes.reduce((sum, one) => sum + one, 0) / changes.length,
		low: lowerDifference(counts, z),
		high: upperDifference(counts, z),
	};
}
