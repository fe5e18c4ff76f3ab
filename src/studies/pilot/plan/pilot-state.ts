import type { PilotRecipe } from "../../../recipes/parse/parse-pilot.ts";
import { type BaseJob, baseJob } from "./job.ts";
import type { Timing } from "./timing.ts";
import type { Tried } from "./tried.ts";

export interface PlannedArm {
	readonly slug: string;
	readonly rates: readonly number[];
	/** The name that is shared by arms that differ only by beta: halving keeps one of them. Null for all other arms. */
	readonly family: string | null;
	/** Slugs of the arms that choose the rates of its earlier stages, in their order; missing if it waits for none. */
	readonly after?: readonly string[];
	/** Set for an arm that only chooses the rate of a stage of others: it is not trained with all seeds. */
	readonly tunesOnly?: true;
	/** Share of the steps of a run that it trains; missing if that is all of them. */
	readonly share?: number;
	/** The id of the job that measures its base; missing if that is the pilot's own model. */
	readonly base?: string;
}

/** What decides which jobs there are. */
export interface PilotPlan {
	readonly arms: readonly PlannedArm[];
	/** The jobs that measure the other models from which arms are measured; missing if there are none. */
	readonly bases?: readonly BaseJob[];
	readonly seeds: readonly number[];
	readonly halving: PilotRecipe["halving"];
	/** Seconds that the whole may take, which decide the length of runs by their speed; null without a limit. */
	readonly seconds: number | null;
	/** Whether runs are measured against the answers of the base, and so wait for them. */
	readonly needsBase: boolean;
}

/** The jobs that measure all base models, the pilot's own first. */
export function baseJobs({ bases = [] }: Pick<PilotPlan, "bases">): BaseJob[] {
	return [baseJob, ...bases];
}

/** The id of the job that measures the base of an arm. */
export function baseIdOf(
	slug: string,
	{ arms }: Pick<PilotPlan, "arms">,
): string {
	return arms.find((arm) => arm.slug === slug)?.base ?? baseJob.id;
}

/** Something that was settled by what had been measured, once and for all. */
export type Decision =
	| {
			readonly kind: "rung";
			readonly arm: string;
			readonly rung: number;
			readonly tried: readonly Tried[];
			/** Learning rates that continue, best first; none if all runs failed. */
			readonly kept: readonly number[];
	  }
	| {
			readonly kind: "betas";
			readonly family: string;
			readonly rung: number;
			/** Arms of the family that do not continue, and the best of those that do. */
			readonly left: readonly { readonly arm: string; readonly by: string }[];
	  }
	| {
			readonly kind: "arms";
			/** Arms that do not continue, and the arm that dominates each. */
			readonly left: readonly { readonly arm: string; readonly by: string }[];
	  }
	| { readonly kind: "steps"; readonly steps: number }
	| {
			readonly kind: "seeds";
			/** Seeds that no arm is trained with, because the time does not suffice. */
			readonly left: readonly number[];
			/** Seconds that the whole pilot would have taken with them. */
			readonly seconds: number;
	  };

/** How far a pilot is. */
export interface PilotState {
	/** What jobs with `tuning` measured, and that others are done, by id. */
	readonly done: ReadonlyMap<string, Omit<Tried, "learningRate"> | null>;
	/** Jobs that failed for good, by id. */
	readonly failed: ReadonlySet<string>;
	readonly decisions: readonly Decision[];
	/** What work has taken so far; left out if only the order of dependencies matters. */
	readonly timing?: Timing;
}
