import type { Allocation, Prices, Trial } from "../allocation.ts";

/** What a budget study is asked, and what may be trained to answer it. */
export interface Question {
	readonly budgets: readonly number[];
	readonly prices: Prices;
	/** Splits among which the best is sought for a budget, which must be affordable and have their rows at hand. */
	splits(budget: number): readonly Allocation[];
	/** Allocations that may be trained. */
	readonly candidates: readonly Allocation[];
	/** In the order in which they are used: every allocation is trained with the first before it is with the second. */
	readonly seeds: readonly number[];
	/** Trials that ended without a score. They are not tried again. */
	readonly failed?: readonly Trial[];
	/** What training a trial costs, in any unit: seconds, rows. */
	cost(trial: Trial): number;
	/** Trials that are bought at once. */
	readonly batch: number;
	readonly stop: StopRule;
}

/** When to stop buying: as soon as one of them holds. Null: never for that reason. */
export interface StopRule {
	/** The 95% quantile of the score that may still be lost by the recommended split is at most this, for every budget. */
	readonly regret: number | null;
	/** The 90% interval of the recommended share of pairs is at most this wide, for every budget. */
	readonly interval: number | null;
	/** So many trials in all. */
	readonly trials: number | null;
}

/** What to do next. Pure: it follows from the observations and the question alone. */
export type Step =
	| {
			readonly kind: "buy";
			readonly trials: readonly Trial[];
			/** `start`: the first design; `value`: expected improvement per cost; `fit`: the shape is distrusted, so cells are spread. */
			readonly why: "start" | "value" | "fit";
	  }
	| {
			readonly kind: "stop";
			readonly why: "regret" | "interval" | "limit" | "exhausted";
	  };
