import { quantile } from "simple-statistics";
import type { Held, Played } from "./play.ts";
import type { Regret } from "./world.ts";

/** Over the repeats of one truth, after so many trials of one method. Regrets are means over the budgets of a repeat. */
export interface Summary {
	readonly truth: string;
	readonly method: string;
	readonly trials: number;
	readonly repeats: number;
	readonly relative: Spread;
	readonly strict: Spread;
	/** In points of a share. */
	readonly absolute: Spread;
	/** The budget of a repeat that loses most. */
	readonly worst: Spread;
	/** Median cost of the trials. */
	readonly cost: number;
	/** Share of the stated intervals that hold the truth, over repeats and budgets; null if none is stated. */
	readonly coverage: Readonly<
		Record<"score" | "share" | "regret", Stated>
	> | null;
	/** Share of repeats in which the shape is distrusted. */
	readonly distrusted: number | null;
	readonly seconds: number;
}

export interface Spread {
	readonly median: number;
	readonly high: number;
}

export interface Stated {
	readonly holds: number;
	/** Median. */
	readonly width: number;
}

const mean = (values: readonly number[]) =>
	values.reduce((sum, one) => sum + one, 0) / values.length;

/** Median and 90th percentile. */
function spread(values: number[]): Spread {
	const [median = 0, high = 0] = quantile(values, [0.5, 0.9]);
	return { median, high };
}

function stated(held: readonly Held[]): Stated {
	return {
		holds: mean(held.map(({ holds }) => Number(holds))),
		width: spread(held.map(({ width }) => width)).median,
	};
}

function coverageOf(played: readonly Played[]): Summary["coverage"] {
	const all = played.flatMap(({ budgets }) =>
		budgets.flatMap((one) => one.stated ?? []),
	);
	if (all.length === 0) return null;
	return {
		score: stated(all.map(({ score }) => score)),
		share: stated(all.map(({ share }) => share)),
		regret: stated(all.map(({ regret }) => regret)),
	};
}

function summarise(played: readonly Played[], first: Played): Summary {
	const { truth, method, trials } = first;
	const of = (key: keyof Regret) =>
		played.map(({ budgets }) => budgets.map((one) => one[key]));
	const distrusted = played.flatMap((one) => one.distrusted ?? []);
	return {
		...{ truth, method, trials, repeats: played.length },
		relative: spread(of("relative").map(mean)),
		strict: spread(of("strict").map(mean)),
		absolute: spread(of("absolute").map(mean)),
		worst: spread(of("relative").map((all) => Math.max(...all))),
		cost: spread(played.map(({ cost }) => cost)).median,
		coverage: coverageOf(played),
		distrusted: distrusted.length > 0 ? mean(distrusted.map(Number)) : null,
		seconds: mean(played.map(({ seconds }) => seconds)),
	};
}

/** One for each truth, method and number of trials, in the order in which they were first played. */
export function summaries(played: readonly Played[]): Summary[] {
	const groups = new Map<string, Played[]>();
	for (const one of played) {
		const key = `${one.truth}/${one.method}/${one.trials}`;
		groups.set(key, [...(groups.get(key) ?? []), one]);
	}
	return [...groups.values()].flatMap((group) =>
		group[0] ? [summarise(group, group[0])] : [],
	);
}

/** Repeats that every truth has, from the first on. */
export function commonRepeats(played: readonly Played[]): number {
	const repeats = new Map<string, Set<number>>();
	for (const { truth, repeat } of played)
		repeats.set(truth, (repeats.get(truth) ?? new Set()).add(repeat));
	return Math.min(...[...repeats.values()].map(({ size }) => size));
}
