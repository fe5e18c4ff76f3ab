import type { Prediction } from "../groups/predictions.ts";

/** A question that the base answers right or wrong with a confidence, calibrated as it is. */
export function predicted(
	line: number,
	isRight: boolean,
	confidence: number,
): Prediction {
	const chosen = isRight ? 0 : 1;
	return { line, gold: 0, chosen, confidence, calibrated: confidence };
}

/** `right` questions that are answered right, then `wrong` ones, with confidences from 0.6 to 0.9. */
export function manyPredicted(right: number, wrong: number): Prediction[] {
	const confidence = (i: number, n: number) => 0.6 + (0.3 * i) / Math.max(1, n);
	return [
		...Array.from({ length: right }, (_, i) =>
			predicted(i + 1, true, confidence(i, right)),
		),
		...Array.from({ length: wrong }, (_, i) =>
			predicted(right + i + 1, false, confidence(i, wrong)),
		),
	];
}
