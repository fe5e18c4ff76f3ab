import type { ResolvedRecipe } from "../../recipes/resolve/resolve-recipe.ts";
import type { InputHash } from "../../runs/folder/inputs.ts";
import type { EngineSource } from "../../train/prepare/engine-of.ts";
import type { JobProgress, TrainTime } from "./job-request.ts";

export interface TrainUntilOptions {
	readonly inputs: readonly InputHash[] | null;
	/** Share of the run's steps at which it is stopped, with a checkpoint there. */
	readonly until: number;
	readonly signal: AbortSignal;
	readonly onProgress: (progress: JobProgress) => void;
	/** Opens the engine of the run; one of its own if left out. */
	readonly engines?: EngineSource;
}

/** `finished`: the run has its outcome. `paused`: it reached its share. `stopped`: the signal aborted it. */
export type TrainedState = "finished" | "paused" | "stopped";

/** Seconds from the first step that was taken to the last, and the share of the run that was trained in them. */
export type TrainingTime = Pick<TrainTime, "training" | "share">;

export interface Trained {
	readonly state: TrainedState;
	readonly time: TrainingTime;
	/** The run whose newest checkpoint or outcome has the model: for stages, the last one that was started. */
	readonly recipe: ResolvedRecipe;
}
