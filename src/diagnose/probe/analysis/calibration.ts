import type { Estimate } from "../../../stats/estimate.ts";
import { within } from "../../../stats/within.ts";
import type { CalibrationBin } from "../probe-result.ts";
import { bootstrapped } from "./bootstrap.ts";
import { shareOf } from "./shares.ts";

/** A choice: how sure it is, and whether it is right. */
export interface ConfidentChoice {
	readonly question: string;
	/** From 0 to 1. */
	readonly confidence: number;
	readonly right: boolean;
}

const bins = 10;

function binOf({ confidence }: ConfidentChoice): number {
	return Math.min(bins - 1, Math.floor(confidence * bins));
}

/** A reliability diagram: ten bins of equal width. */
export function reliability(
	choices: readonly ConfidentChoice[],
): CalibrationBin[] {
	return Array.from({ length: bins }, (_, bin) => {
		const inside = choices.filter((choice) => binOf(choice) === bin);
		const sum = inside.reduce((all, { confidence }) => all + confidence, 0);
		const empty = inside.length === 0;
		return {
			...{ from: bin / bins, to: (bin + 1) / bins, items: inside.length },
			confidence: empty ? null : sum / inside.length,
			accuracy: empty ? null : shareOf(inside, ({ right }) => right),
		};
	});
}

/**
 * Expected calibration error: mean over choices of |accuracy - confidence| of their bins (Naeini et al. 2015; Guo et al.
 * 2017, arXiv 1706.04599, equation 3). With its bootstrap interval over questions.
 */
export function calibrationError(
	choices: readonly ConfidentChoice[],
	seed: number,
): Estimate {
	const parts = (choice: ConfidentChoice) => {
		const sums = new Array<number>(bins + 1).fill(0);
		sums[binOf(choice)] = Number(choice.right) - choice.confidence;
		sums[bins] = 1;
		return sums;
	};
	const statistic = (sums: Float64Array) => {
		const gaps = sums.subarray(0, bins);
		const gap = gaps.reduce((all, one) => all + Math.abs(one), 0);
		return gap / (sums[bins] as number);
	};
	const found = bootstrapped(choices, { parts, statistic }, seed);
	return within(0, found, 1);
}
