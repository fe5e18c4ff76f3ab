import { RandomStream } from "../../core/random.ts";
import {
	fitLogistic,
	type Labelled,
	probability,
} from "./logistic-regression.ts";

export const folds = 5;
/** Rows that a fold's model is fitted to. */
const mostFitted = 3000;

/**
 * The probability that a model gives to the label of each row, fitted to rows of the other folds. Folds are drawn with the
 * seed; rows with the same key are in the same fold, so that copies cannot vouch for each other.
 */
export function crossValidated(
	{ features, labels }: Labelled,
	{
		keys,
		penalty,
		seed,
	}: { keys: readonly string[]; penalty: number; seed: number },
): number[] {
	const random = new RandomStream(seed, "audit/folds");
	const foldOfKey = new Map<string, number>();
	for (const key of random.shuffle([...new Set(keys)]))
		foldOfKey.set(key, foldOfKey.size % folds);
	const foldOf = keys.map((key) => foldOfKey.get(key) as number);
	const probabilities = new Array<number>(features.length).fill(0.5);
	for (let fold = 0; fold < folds; fold++) {
		const others = [...features.keys()].filter((i) => foldOf[i] !== fold);
		const fitted = random.shuffle(others).slice(0, mostFitted);
		const weights = fitLogistic(
			{
				features: fitted.map((i) => features[i] as Float64Array),
				labels: fitted.map((i) => labels[i] as number),
			},
			penalty,
		);
		features.forEach((row, i) => {
			if (foldOf[i] !== fold) return;
			const p = probability(row, weights);
			probabilities[i] = labels[i] === 1 ? p : 1 - p;
		});
	}
	return probabilities;
}
