/** What is measured at the end of a job: the questions that choose learning rates, or those that count. */
export type Measure = "tuning" | "test";

/** Measures a base model in everything that counts. */
export interface BaseJob {
	readonly kind: "base";
	readonly id: string;
	/** The name of the model; missing for the pilot's own. */
	readonly model?: string;
}

/** Takes a few steps of an arm for real, to learn how long they take. */
export interface SpeedJob {
	readonly kind: "speed";
	readonly id: string;
	/** Slug of the arm. */
	readonly arm: string;
}

/** Trains a run up to a share of its steps, continues it if it was started before, and measures it there. */
export interface RunJob {
	readonly kind: "run";
	/** Unique in the pilot: the run, what is measured, and where. */
	readonly id: string;
	/** Folder of the run inside `runs/` of the pilot. */
	readonly run: string;
	/** Slug of the arm. */
	readonly arm: string;
	readonly learningRate: number;
	readonly seed: number;
	/** Share of the run's steps, up to 1. */
	readonly until: number;
	readonly measure: Measure;
}

export type Job = BaseJob | SpeedJob | RunJob;

/** Measures the pilot's own model. */
export const baseJob: BaseJob = { kind: "base", id: "base" };

/** Measures another model that arms are measured from. The id rests on its bytes: it stays if the folder is moved. */
export function otherBaseJob(model: string, hash: string): BaseJob {
	return { kind: "base", id: `base/${hash.slice(0, 12)}`, model };
}

export function speedJob(arm: string): SpeedJob {
	return { kind: "speed", id: `speed/${arm}`, arm };
}

/** Folder of a run inside `runs/`. */
export function runName(
	arm: string,
	learningRate: number,
	seed: number,
): string {
	return `${arm}/lr-${learningRate}/seed-${seed}`;
}

export function runJob(
	arm: string,
	learningRate: number,
	seed: number,
	until: number,
	measure: Measure,
): RunJob {
	const run = runName(arm, learningRate, seed);
	const place = measure === "test" ? measure : `${measure}-${until}`;
	const id = `${run}/${place}`;
	return { kind: "run", id, run, arm, learningRate, seed, until, measure };
}
