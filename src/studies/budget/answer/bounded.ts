import type { Estimate } from "../../../stats/estimate.ts";
import type { Answer } from "./budget-answer.ts";

/** Where scores end; infinite if they do not. */
export interface Bounds {
	readonly least: number;
	readonly most: number;
}

/** The bounds of shares, oriented so that higher is better: right answers lie between 0 and 1, wrong ones between -1 and 0. */
export const boundsOfShares = (better: "higher" | "lower"): Bounds =>
	better === "higher" ? { least: 0, most: 1 } : { least: -1, most: 0 };

/** An answer whose scores and their intervals stay where scores can be: the surface knows no bounds. Differences are left as they are. */
export function bounded(answer: Answer, { least, most }: Bounds): Answer {
	const clip = (value: number) => Math.min(most, Math.max(least, value));
	const inside = ({ value, low, high }: Estimate): Estimate => ({
		...{ value: clip(value), low: clip(low), high: clip(high) },
	});
	const scored = <T extends { readonly score: Estimate }>(one: T): T => ({
		...one,
		score: inside(one.score),
	});
	const orNull = (score: Estimate | null) => score && inside(score);
	return {
		...answer,
		answers: answer.answers.map((one) => ({
			...scored(one),
			demonstrationsAlone: orNull(one.demonstrationsAlone),
			pairsAlone: orNull(one.pairsAlone),
			along: one.along.map(scored),
		})),
		frontier: answer.frontier.map(scored),
		sensitivity: answer.sensitivity.map(scored),
		map: { ...answer.map, score: answer.map.score.map((row) => row.map(clip)) },
	};
}
