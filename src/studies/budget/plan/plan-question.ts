import type { Estimate } from "../../../stats/estimate.ts";
import type { Allocation } from "../allocation.ts";
import type { PlanUnit } from "./units.ts";

/** What tuning is for. */
export const taskKinds = [
	"format",
	"style",
	"knowledge",
	"reasoning",
	"preference",
] as const;

export type TaskKind = (typeof taskKinds)[number];

export interface Interval {
	readonly low: number;
	readonly high: number;
}

/** An amount that is known within an interval; both ends are equal if it is known exactly. */
export interface Quantity extends Interval {
	readonly unit: PlanUnit;
}

/** `none`: this kind cannot be bought. Null: no price is known, which is enough if the budget counts examples. */
export type Price = Quantity | "none" | null;

/** What was measured so far, in points of the score, oriented so that higher is better; percentage points for shares. */
export interface MeasuredScores {
	readonly base: Estimate | null;
	/** Of the base tuned on demonstrations alone. */
	readonly demonstrations: Estimate | null;
	/** Demonstrations less base, paired by question if the interval is known; null if it was not measured. */
	readonly gain: Estimate | null;
	/** The highest possible score, in points; null if there is none or it is unknown. */
	readonly highest: number | null;
}

/** What a better score is worth. */
export interface ScoreValue {
	/** Of one point, in money. */
	readonly perPoint: Quantity | null;
	/** What one wrong answer costs, in money, and how many answers the model will give. One point saves answers / 100 errors. */
	readonly errors: {
		readonly cost: Quantity;
		readonly answers: number;
	} | null;
}

/** The question that `planBudget` answers. */
export interface PlanQuestion {
	/** In money or minutes: what may be spent. In examples: how many there may be in all, those in hand included. */
	readonly budget: { readonly value: number; readonly unit: PlanUnit };
	/** Price of one prompt with its answer, and of one prompt with a chosen and a rejected answer. */
	readonly demonstration: Price;
	readonly pair: Price;
	/** Price of a pair that is made from samples of the model (`temper-lm pairs make`); null if none are made. */
	readonly madePair: Quantity | null;
	/** Money per hour of work; null if it is not known. It converts between minutes and money. */
	readonly wage: Quantity | null;
	/** Rows in hand, counted in prompts. */
	readonly inHand: Allocation;
	/** Of the model; null if it is not known. */
	readonly parameters: number | null;
	/** Whether the model follows instructions already, so that it is no untouched base. */
	readonly instruct: boolean;
	readonly task: TaskKind | null;
	readonly measured: MeasuredScores | null;
	readonly value: ScoreValue | null;
}
