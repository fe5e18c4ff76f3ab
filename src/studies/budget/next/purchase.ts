import type { Estimate } from "../../../stats/estimate.ts";
import type { Allocation, Observation, Prices } from "../allocation.ts";
import type { Marginal } from "../answer/marginal.ts";
import type { Surface } from "../surface/surface.ts";

export type Kind = keyof Allocation;

/** What is asked while data are being collected. */
export interface Collecting {
	/** What the surface was fitted to. */
	readonly observations: readonly Observation[];
	readonly surface: Surface;
	/** Prompts of each kind that are in hand now. */
	readonly rows: Allocation;
	readonly prices: Prices;
	/** How much is bought at once: prompts, or a share of what is in hand of both kinds, at least one prompt. */
	readonly step: { readonly prompts: number } | { readonly share: number };
	/** Money that is left; null: no limit. */
	readonly money: number | null;
	/** Money that a gain of 1 in the score is worth; of a share, a hundred times the value of a percentage point. Null: not known. */
	readonly value: number | null;
	/** Gains below this are of no use to anybody, whatever they cost: in the unit of the score, above 0. */
	readonly least: number;
	/** 1 for the first look at these data, 2 for the next after more has come in: see `lookAt`. */
	readonly look: number;
}

/** A purchase and what it is expected to change. */
export interface Purchase extends Allocation {
	readonly cost: number;
	/** Change of the score, with a 95% interval. */
	readonly gain: Estimate;
	/** Upper bound of the change at the level of this look. */
	readonly most: number;
}

export interface NextPurchase {
	/** Change of the score by the next 100 prompts of each kind, each with a 95% interval; null if the kind was never measured. */
	readonly marginal: Marginal;
	/** One-sided level of the bounds, of this look. */
	readonly level: number;
	/** Kinds that were never measured: nothing can be said of them before a study has trained them. */
	readonly unmeasured: readonly Kind[];
	readonly decision: Decision;
}

export type Decision =
	| {
			readonly kind: "buy";
			readonly of: Kind;
			readonly prompts: number;
			/**
			 * `gain`: this kind gains more for the same money; `only`: the other was not measured, or cannot be paid; `ahead`: one
			 * step of neither kind is expected to gain, but a larger purchase is, which begins with this kind.
			 */
			readonly why: "gain" | "only" | "ahead";
			readonly purchase: Purchase;
			/** Posterior probability that this kind gains more than the other for the same money; null for `only`. */
			readonly probability: number | null;
			/**
			 * Whether the expected gain is worth what the purchase costs; null if the value of a point is not known. False: only the
			 * upper bound is, and measuring more may be cheaper than buying.
			 */
			readonly worth: boolean | null;
			/** Whether it leads beyond what was measured. */
			readonly extrapolated: boolean;
	  }
	| {
			readonly kind: "stop";
			/**
			 * `nothing`: no purchase gains as much as anybody would notice; `price`: none is worth what it costs; `money`: what is left
			 * buys no prompt; `unmeasured`: nothing was measured of a kind that can be bought.
			 */
			readonly why: "nothing" | "price" | "money" | "unmeasured";
			/** The purchase whose bound comes nearest to what is asked; null for `money` and `unmeasured`. */
			readonly nearest: Purchase | null;
	  };
