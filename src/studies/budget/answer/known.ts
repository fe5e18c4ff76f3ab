import type { Allocation } from "../allocation.ts";
import type { Question } from "../buy/step.ts";
import type { Surface } from "../surface/surface.ts";
import type { Measured } from "./measured.ts";

/** What the parts of an answer are computed from. */
export interface Known {
	readonly surface: Surface;
	readonly question: Pick<Question, "budgets" | "prices" | "splits">;
	readonly measured: Measured;
	/** Prompts of each kind in hand. */
	readonly rows: Allocation;
}

/** Differences in score of less than this part of the deviation between seeds do not count. */
export const indifference = 0.1;
