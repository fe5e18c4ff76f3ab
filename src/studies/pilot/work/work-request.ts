import type { Task } from "../../../eval/task/task.ts";
import type { Recipe } from "../../../recipes/schemas/recipe-schema.ts";
import type { InputHash } from "../../../runs/folder/inputs.ts";
import type { DeviceOptions } from "../../../runtime/device.ts";
import type { TemplateOptions } from "../../../text/template/template.ts";
import type { JobTime } from "../plan/timing.ts";

/** Measures the base. */
export interface BaseRequest {
	readonly kind: "base";
	readonly model: string;
	readonly tasks: readonly Task[];
	readonly device: DeviceOptions;
	/** The chat template that the first arm is trained with. */
	readonly template: TemplateOptions;
	/** File to be written when all is done. */
	readonly out: string;
}

/** Takes a few steps of a recipe and keeps nothing. */
export interface SpeedRequest {
	readonly kind: "speed";
	readonly recipe: Recipe;
	/** How often a run is evaluated, however long it is; null: as its recipe says. */
	readonly evaluations: number | null;
	readonly out: string;
}

/** Trains a run up to a share of its steps and measures it there. */
export interface RunRequest {
	readonly kind: "run";
	/** With its run folder. */
	readonly recipe: Recipe;
	/** Hashes of what the run is made from, known already. */
	readonly inputs: readonly InputHash[];
	readonly until: number;
	readonly tasks: readonly Task[];
	readonly device: DeviceOptions;
	/** The base's results, for scorers that compare answers with it; null where none does. */
	readonly base: string | null;
	readonly out: string;
}

/** What a worker is told to do. */
export type WorkRequest = BaseRequest | SpeedRequest | RunRequest;

/** How far a worker is. */
export interface WorkProgress {
	readonly phase: "training" | "measuring";
	/** 0 to 1: of all steps of the run, or of the items of a task. */
	readonly share: number;
	/** The step, or the task. */
	readonly place: string;
	/** Training loss per token of held-in rows, nats; null while measuring. */
	readonly nll: number | null;
}

/** What a worker says. The last one is `done`, `stopped` or `failed`. */
export type WorkMessage =
	| { readonly kind: "progress"; readonly progress: WorkProgress }
	| {
			readonly kind: "done";
			readonly memoryBytes: number;
			/** Null of a job that trains nothing. */
			readonly time: WorkTime | null;
	  }
	| { readonly kind: "stopped" }
	| {
			readonly kind: "failed";
			readonly reason: string;
			/** Whether another try may end otherwise. */
			readonly again: boolean;
	  };

/** What a job that trains took, in seconds, without what it took to start. */
export type WorkTime = Pick<JobTime, "training" | "share" | "measuring">;
