import type { MicroBatchResult } from "../../engine/step.ts";
import type { PairMonitors } from "../../runs/events.ts";
import { mean } from "../../stats/mean.ts";
import { winRate } from "../../stats/share.ts";
import { tokensByRow } from "./monitors.ts";

interface PairScore {
	readonly chosen: number;
	readonly rejected: number;
}

/** How the pairs of a step stand; null if the objective reports no rewards of pairs. */
export function summarisePairs(
	results: readonly MicroBatchResult[],
): PairMonitors | null {
	const pairs = results.flatMap(rewardsOf);
	if (pairs.length === 0) return null;
	const average = (of: (pair: PairScore) => number) =>
		mean(pairs.map(of)) as number;
	const sides = results.flatMap(logProbsOf);
	const perToken = (liked: boolean) =>
		mean(
			sides.filter((side) => side.liked === liked).flatMap((s) => s.logProb),
		);
	return {
		chosen: average(({ chosen }) => chosen),
		rejected: average(({ rejected }) => rejected),
		margin: average(({ chosen, rejected }) => chosen - rejected),
		accuracy: winRate(pairs.map(({ chosen, rejected }) => chosen - rejected))
			.value,
		chosenLogProb: perToken(true),
		rejectedLogProb: perToken(false),
		chosenDelta: mean(
			sides.filter(({ liked }) => liked).flatMap(({ delta }) => delta),
		),
	};
}

function rewardsOf({ outputs }: MicroBatchResult): PairScore[] {
	const chosen = outputs["metric.chosenReward"];
	const rejected = outputs["metric.rejectedReward"];
	if (!chosen || !rejected) return [];
	return Array.from(chosen, (value, p) => ({
		chosen: value,
		rejected: rejected[p] as number,
	}));
}

/** Log-probabilities of each answer's tokens, and how far they are from the reference's. */
function logProbsOf(result: MicroBatchResult) {
	const { rows, outputs, reference } = result;
	if (!outputs.logProb) return [];
	const logProb = tokensByRow(result, outputs.logProb);
	const before = reference && tokensByRow(result, reference);
	return rows.map(({ liked }, row) => {
		const own = logProb[row] as number[];
		const delta = before
			? own.map((value, t) => value - (before[row]?.[t] as number))
			: [];
		return { liked, logProb: own, delta };
	});
}
