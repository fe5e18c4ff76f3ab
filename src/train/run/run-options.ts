import type { Derived } from "../../recipes/resolve/derived.ts";
import type { ResolvedRecipe } from "../../recipes/resolve/resolve-recipe.ts";
import type { ResultName, RunEvent } from "../../runs/events.ts";
import type { RunFolder } from "../../runs/folder/run-folder.ts";

/** The training loop that a run is made with, and the check of what it would read. */
export interface RunLoop {
	/** The caller writes each event to the run's log before it asks for the next one. */
	train(
		recipe: ResolvedRecipe,
		options: { signal: AbortSignal; runFolder: RunFolder },
	): AsyncIterable<RunEvent>;
	/** Throws `device` if the engine of a recipe is not installed. */
	requireEngine(recipe: ResolvedRecipe): Promise<void>;
	/** Reads model and rows of a recipe as training would. Throws what training would throw. */
	checkInputs(recipe: ResolvedRecipe): Promise<void>;
}

/** A run that has its folder and is about to train. */
export interface BegunRun {
	/** Absolute path of its folder. */
	readonly path: string;
	readonly recipe: ResolvedRecipe;
	/** Values that the recipe left out, and what each was taken from. */
	readonly derived: readonly Derived[];
	/** Which stage it is, from 1, and of how many; null for a run of a single stage. */
	readonly stage: { readonly number: number; readonly of: number } | null;
}

export interface RunOptions {
	/** Called once for each run, or stage of a run, before its first event. */
	readonly onBegin?: (run: BegunRun) => void;
	/** Called with every event after it was written to the run's log. */
	readonly onEvent?: (event: RunEvent) => void;
	/** Stops the run after the step in progress, with a checkpoint from which `resumeRun` continues. */
	readonly signal?: AbortSignal;
}

/** How a run ended. A run that fails throws instead, after the failure was noted among its events. */
export interface RunOutcome {
	/** Absolute path of the run folder; for several stages, the folder that holds them all. */
	readonly path: string;
	/** `interrupted`: the signal stopped it, and `resumeRun` continues from its last checkpoint. */
	readonly state: "finished" | "interrupted";
	/** Optimizer steps done, in the last stage that was started. */
	readonly step: number;
	/** Folder of what it made, inside `path`; null for an interrupted run. */
	readonly result: ResultName | null;
}
