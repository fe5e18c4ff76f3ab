import type { Estimate } from "../../../stats/estimate.ts";
import type { Allocation } from "../allocation.ts";
import type { Interval, TaskKind } from "./plan-question.ts";
import type { PlanRule, RuleId } from "./rules.ts";
import type { PlanUnit } from "./units.ts";

/** By how many examples there will be in all: below 1,000, between the paper's thresholds, or from 10,000. */
export type Regime = "demonstrations" | "gap" | "preferences";

export type StageKind = "pilot" | "foundation" | "pair-pilot" | "roll-out";

export type PlanMeasure =
	/** The base and the tuned model on the task. */
	| "score"
	/** KL(base || tuned), and tasks that must not get worse. */
	| "moved"
	/** The score against the number of demonstrations. */
	| "curve"
	/** What the cold-start check before preference training reports. */
	| "cold-start"
	/** Demonstrations then pairs against demonstrations alone of the same cost. */
	| "pairs-against-demonstrations"
	/** Demonstrations alone at one epoch and at two. */
	| "epochs";

export type PlanCondition =
	/** The gain over the base has an interval above 0, and nothing is lost beyond the gate's tolerance. */
	| { readonly kind: "gain" }
	/** Preference training would not start cold. */
	| { readonly kind: "warm" }
	/** Pairs beat demonstrations alone of the same cost; otherwise the rest buys `demonstrations` demonstrations, if they can be bought. */
	| { readonly kind: "pairs-help"; readonly demonstrations: number | null }
	/** The gate lets it ship. */
	| { readonly kind: "ship" };

export interface PlanStage {
	readonly kind: StageKind;
	/** What to buy in this stage. */
	readonly buy: Allocation;
	/** Of what is bought, in the plan's cost unit. */
	readonly cost: Interval;
	/** What to train on in this stage: rows in hand and everything bought so far, as far as the stage uses it. */
	readonly train: Allocation;
	/** Trainings of each variant that is measured. */
	readonly seeds: number;
	readonly measure: readonly PlanMeasure[];
	/** What has to hold before the next stage; of the last stage: before the model ships. */
	readonly condition: PlanCondition;
	/** Rules that set the numbers of each kind. */
	readonly rules: {
		readonly demonstrations: readonly RuleId[];
		readonly pairs: readonly RuleId[];
	};
}

export type PlanNote =
	/** One kind cannot be bought. */
	| { readonly kind: "only"; readonly buy: "demonstrations" | "pairs" }
	/** Fewer than 1,000 examples in all, and yet pairs are bought, because demonstrations cannot be. */
	| { readonly kind: "pairs-below-threshold" }
	/** Pairs are limited to nine for each demonstration; `unspent` of the budget is left. */
	| { readonly kind: "capped"; readonly demonstrations: number }
	/** Pairs in hand that are not trained on yet. */
	| { readonly kind: "pairs-kept"; readonly pairs: number }
	/** Fewer demonstrations than a tenth of the examples come before pairs on an untouched base. */
	| { readonly kind: "thin-foundation"; readonly share: number }
	/** Rows in hand or prices keep the share of pairs from what the rule asks for. */
	| {
			readonly kind: "share-missed";
			readonly share: number;
			readonly asked: number;
	  }
	/** If prices turn out to be the lower ones. */
	| {
			readonly kind: "lower-prices";
			readonly examples: number;
			readonly crosses: boolean;
	  }
	/** The pairs of the roll-out, made from samples instead of bought: their cost, that of bought ones, and the pairs to check them with. */
	| {
			readonly kind: "made-pairs";
			readonly pairs: number;
			readonly cost: Interval;
			readonly bought: Interval;
			readonly labelled: number;
	  }
	/** What the same budget buys of demonstrations alone. */
	| { readonly kind: "alone"; readonly demonstrations: number }
	/** The price ratio is far from 1. */
	| { readonly kind: "ratio"; readonly ratio: number }
	| { readonly kind: "pilot-passed"; readonly gain: Estimate }
	| { readonly kind: "pilot-failed"; readonly gain: Estimate }
	/** `interval`: whether the gain has an interval; if so, it includes 0. */
	| {
			readonly kind: "pilot-unclear";
			readonly gain: Estimate;
			readonly interval: boolean;
	  }
	/** Knowledge is hard to teach by either kind. */
	| { readonly kind: "knowledge" };

export interface PayBack {
	readonly currency: string;
	/** Money that one point is worth. */
	readonly perPoint: Interval;
	/** Of the plan, in this currency. */
	readonly cost: Interval;
	/** Points that the plan must gain to pay for itself. */
	readonly breakEven: Interval;
	/** The gain measured so far and its worth; null if no gain was measured. */
	readonly gained: {
		readonly points: Estimate;
		readonly worth: Interval;
	} | null;
	/** Points between the base and the highest possible score; null if they are not known. */
	readonly headroom: number | null;
	/** What the cold start lost on GSM8K, at this value of a point; null unless the task is reasoning on an untouched base. */
	readonly coldStart: {
		readonly points: Interval;
		readonly worth: Interval;
	} | null;
}

/** A staged purchase plan. Numbers are exact: prices times numbers of rows give the costs, and the costs their sum. */
export interface BudgetPlan {
	readonly version: 1;
	readonly budget: { readonly value: number; readonly unit: PlanUnit };
	/** The unit of prices and costs: that of the budget unless the budget counts examples that have prices. */
	readonly unit: PlanUnit;
	/** In `unit`; null if the kind cannot be bought. */
	readonly prices: {
		readonly demonstration: Interval | null;
		readonly pair: Interval | null;
	};
	readonly task: TaskKind | null;
	readonly instruct: boolean;
	readonly parameters: number | null;
	readonly regime: Regime;
	readonly inHand: Allocation;
	readonly buy: Allocation;
	/** In hand and bought. */
	readonly total: Allocation;
	/** Of everything that is bought, in `unit`. */
	readonly cost: Interval;
	/** What is left of the budget at the upper prices, in the unit of the budget. */
	readonly unspent: number;
	readonly stages: readonly PlanStage[];
	/** The rules behind the numbers. */
	readonly rules: readonly PlanRule[];
	readonly notes: readonly PlanNote[];
	readonly payBack: PayBack | null;
}
