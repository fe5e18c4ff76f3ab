import type { Prediction } from "./predictions.ts";

type Confident = Pick<Prediction, "line" | "calibrated">;

/** Two questions whose confidences differ by no more than the caliper. */
export interface Pair<T extends Confident> {
	readonly one: T;
	readonly other: T;
}

/**
 * As many pairs as possible, each of one question of either list and no question twice, whose calibrated confidences differ by
 * at most `caliper`. Both lists are walked in the order of confidence: whichever question is too low for the other's is left out,
 * which is the largest matching of points on a line.
 */
export function matchPairs<T extends Confident>(
	ones: readonly T[],
	others: readonly T[],
	caliper: number,
): Pair<T>[] {
	const [a, b] = [byConfidence(ones), byConfidence(others)];
	const pairs: Pair<T>[] = [];
	let [i, j] = [0, 0];
	while (i < a.length && j < b.length) {
		const [one, other] = [a[i] as T, b[j] as T];
		const apart = one.calibrated - other.calibrated;
		if (Math.abs(apart) <= caliper) {
			pairs.push({ one, other });
			i++;
			j++;
		} else if (apart > 0) j++;
		else i++;
	}
	return pairs;
}

function byConfidence<T extends Confident>(all: readonly T[]): T[] {
	return all.toSorted((a, b) => a.calibrated - b.calibrated || a.line - b.line);
}
