import type { Subject } from "../../eval/model/subject.ts";
import type { Task } from "../../eval/task/task.ts";
import type { Recipe } from "../../recipes/schemas/recipe-schema.ts";
import type { InputHash } from "../../runs/folder/inputs.ts";
import type { DeviceOptions } from "../../runtime/device.ts";
import type { EngineSettings } from "../../train/prepare/engine-of.ts";

/** Tasks in which a model is measured, and how. */
export interface MeasureOptions {
	readonly tasks: readonly Task[];
	/** What ONNX Runtime computes on; of a CPU, PyTorch takes as many threads. */
	readonly device: DeviceOptions;
	/** The engine of a recipe and its precision; ONNX Runtime if left out. */
	readonly engine?: Omit<EngineSettings, "device">;
	/** The folder of the model that deviation is measured from; if left out, the one that the subject names. */
	readonly from?: string;
	/** A file with the base's results, for scorers that compare answers with it; null if no scorer does. */
	readonly base: string | null;
}

/** Measures a model in tasks. The job writes an `EvalResult`. */
export interface MeasureWork extends MeasureOptions {
	readonly kind: "measure";
	readonly subject: Subject;
}

/**
 * Trains a run up to a share of its steps and measures the model there. If an earlier job trained a part of the same run,
 * the job continues it. The job writes an `EvalResult`, or a `TrainedRun` if it measures nothing.
 */
export interface TrainWork {
	readonly kind: "train";
	/** The run's folder, which takes the place of any folder that the recipes name. */
	readonly run: string;
	/** One recipe, or several whose models each begin from what the one before made. */
	readonly stages: readonly Recipe[];
	/** Hashes of what the run is made from, if they are known already; otherwise the job computes them. */
	readonly inputs: readonly InputHash[] | null;
	/** Share of the run's steps, above 0 and up to 1. */
	readonly until: number;
	/** Null: the model is not measured. */
	readonly measure: MeasureOptions | null;
}

/** Times a few steps of each recipe of a run and keeps nothing of them. The job writes a `RunSpeed`. */
export interface TimeWork {
	readonly kind: "time";
	/** One recipe, or those of the stages of a run; each is timed from the model that it names. */
	readonly stages: readonly Recipe[];
	/** How often a run is evaluated, whatever its length; null: as its recipes say. */
	readonly evaluations: number | null;
}

/** What a job does. It is plain JSON, so that it can be done in another process or on another machine. */
export type Work = MeasureWork | TrainWork | TimeWork;

/** What a worker is asked to do. */
export type JobRequest = Work & {
	/** The file that is written, atomically, when all is done. */
	readonly out: string;
};

/** Result of a job that trains and measures nothing. */
export interface TrainedRun {
	readonly version: 1;
	/** The run's folder. */
	readonly run: string;
	/** Share of the run's steps that is done. */
	readonly until: number;
}

/** The time and disk space that runs of a recipe take, measured over a few real steps. */
export interface RunSpeed {
	/** Seconds until the first step: reading, compiling, scoring the reference, the first evaluation. */
	readonly start: number;
	/** Seconds of each optimizer step; for stages, the mean over all steps. */
	readonly perStep: number;
	/** Seconds of what a whole run does a fixed number of times, whatever its number of steps. */
	readonly perRun: number;
	/** Steps of a run as the recipe has them. */
	readonly steps: number;
	/** Checkpoints that a run keeps at most. */
	readonly checkpoints: number;
	/** Bytes of one checkpoint, and of a result. */
	readonly checkpointBytes: number;
	readonly resultBytes: number;
}

/** How far a job is. */
export interface JobProgress {
	readonly phase: "training" | "measuring";
	/** 0 to 1: of all steps of the run, or of the items of a task. */
	readonly share: number;
	/** The step, or the task. */
	readonly place: string;
	/** Training loss, nats per token; null while measuring. */
	readonly nll: number | null;
}

/** What a worker reports. The last message is `done`, `stopped` or `failed`. */
export type JobMessage =
	| { readonly kind: "progress"; readonly progress: JobProgress }
	| {
			readonly kind: "done";
			/** Peak memory of the worker. */
			readonly memoryBytes: number;
			/** Null for a job that trains nothing. */
			readonly time: TrainTime | null;
	  }
	| { readonly kind: "stopped" }
	| {
			readonly kind: "failed";
			readonly reason: string;
			/** Whether another attempt may succeed. */
			readonly again: boolean;
			/** Whether the machine or the scheduler is to blame, not the job. */
			readonly lost?: boolean;
	  };

/** What a job that trains took, in seconds, without its start. */
export interface TrainTime {
	/** From the first step of the job to its last. */
	readonly training: number;
	/** Share of a whole run that was trained in that time. */
	readonly share: number;
	readonly measuring: number;
}

/** What a job that trains took, in seconds. */
export interface JobTime extends TrainTime {
	/** Until the first step. */
	readonly starting: number;
}
