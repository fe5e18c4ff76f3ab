import type { Estimate } from "../../../src/stats/estimate.ts";
import { mean } from "../../../src/stats/mean.ts";
import { boundsOf } from "../../../src/stats/spread.ts";
import { number, show } from "../show.ts";
import type { Arm } from "./arms.ts";
import type { Measured } from "./measure.ts";

/** An arm with what became of it, one for each seed, in the same order for all arms. */
export interface Finished {
	readonly arm: Arm;
	readonly runs: readonly Measured[];
}

/** A number of a run. */
export interface Quantity {
	readonly title: string;
	readonly digits: number;
	readonly of: (run: Measured) => number;
}

export const average = (values: readonly number[]) =>
	mean(values) ?? Number.NaN;

/** Share of right answers in a task, in percent. */
export const scoreIn =
	(task: string) =>
	({ scores }: Pick<Measured, "scores">) =>
		100 * average(scores[task] ?? []);

export const klOf: Quantity = {
	title: "KL general",
	digits: 3,
	of: ({ kl }) => kl,
};

/** The mean over seeds with Student's 95% interval, or a single value. */
export function overSeeds(values: readonly number[], digits: number): string {
	const n = values.length;
	const value = average(values);
	if (n < 2) return number(value, digits);
	const squares = values.reduce((sum, x) => sum + (x - value) ** 2, 0);
	const error = Math.sqrt(squares / (n - 1) / n);
	const spread = { value, error, freedom: n - 1, skew: 0, betweenRuns: 0 };
	const estimate: Estimate = boundsOf(spread, 0.025);
	return show(estimate, digits);
}

/** By how much an arm is above another, paired by seed. */
export function less(
	a: Finished,
	b: Finished,
	{ of, digits }: Quantity,
): string {
	const differences = a.runs.map((run, i) => of(run) - of(b.runs[i]!));
	return overSeeds(differences, digits);
}
