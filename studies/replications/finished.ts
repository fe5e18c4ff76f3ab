import { mean, meanOf } from "../../src/stats/mean.ts";
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
	title: "general KL",
	digits: 3,
	of: ({ kl }) => kl,
};

/** The mean over seeds with Student's 95% interval, or a single value. */
export function overSeeds(values: readonly number[], digits: number): string {
	const n = values.length;
	if (n < 2) return number(average(values), digits);
	return show(meanOf(values), digits);
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
