import type { RoundScore } from "../../runs/events.ts";
import type { Stage } from "../sources/stage.ts";

/** The score of the current policy in a task. */
export type TaskScore = Omit<RoundScore, "correlation">;

/** Scores a policy in tasks while it is trained. Training does not know what a task is: the caller that starts a run opens it. */
export interface RoundScorer {
	/** Null if the signal aborted first. Throws `data` and `device`. */
	score(): Promise<readonly TaskScore[] | null>;
	dispose(): Promise<void>;
}

/** Opens a scorer of the tasks that a recipe watches. Throws `recipe` and `data` for tasks that cannot be read. */
export type OpenRoundScorer = (stage: Stage) => Promise<RoundScorer>;
