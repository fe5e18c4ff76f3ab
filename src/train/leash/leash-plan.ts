import type { Example, Group } from "../../data/example.ts";
import { splitHeldOut } from "../../data/split-held-out.ts";
import {
	type Bound,
	boundOf,
	type LeashRecipe,
} from "../../recipes/schemas/leash-schema.ts";

/** A leash whose rows are read and whose run's length is known. */
export interface LeashPlan {
	readonly bound: Bound;
	readonly how: LeashRecipe["how"];
	/** Steps between two measures. */
	readonly every: number;
	/** Rows that a penalty holds; never among those that are measured. */
	readonly held: readonly Example[];
	/** Of these, how many a step holds. */
	readonly heldPerStep: number;
}

/** What is known of a run before its first step. */
export interface RunSize {
	readonly steps: number;
	/** Tokens of a step, on average. */
	readonly stepTokens: number;
}

/** Measures of a run, about, if a recipe does not say: each costs the forward pass of the general rows. */
export const usualMeasures = 32;

/** Rows that a penalty holds at most: the base's states on them stay in memory. */
const mostHeld = 128;

/** Their tokens in a step, as a share of the step's own. */
const heldShare = 0.5;

/** The same halves in every run, whatever its seed: what is measured can be compared. */
const halvesSeed = 0;

/** Which general rows are measured, and which are held. Throws `data` if there are too few for both. */
export function planLeash(
	{ how, every, ...bound }: LeashRecipe,
	general: readonly Group[],
	rows: readonly Group[] | null,
	{ steps, stepTokens }: RunSize,
): { readonly plan: LeashPlan; readonly general: readonly Group[] } {
	const halves =
		how === "penalty" && rows === null
			? splitHeldOut(general, { size: { fraction: 0.5 }, seed: halvesSeed })
			: { train: rows ?? [], heldOut: general };
	const held = halves.train.flat().slice(0, mostHeld);
	const tokens = held.reduce((sum, { ids }) => sum + ids.length, 0);
	const heldPerStep = Math.round(
		(heldShare * stepTokens * held.length) / Math.max(1, tokens),
	);
	const plan: LeashPlan = {
		...{ bound: boundOf(bound), how, held },
		every: every ?? Math.max(2, Math.ceil(steps / usualMeasures)),
		heldPerStep: Math.min(held.length, Math.max(2, heldPerStep)),
	};
	return { plan, general: halves.heldOut };
}
