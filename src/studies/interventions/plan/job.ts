import type { InterventionArm } from "../intervention-result.ts";
import { armName } from "./arms.ts";

/** What is measured at the end of a run: the questions that choose the learning rate, or those that count. */
export type Measure = "tuning" | "test";

/** Asks the base the questions of the study, with examples. */
export interface QuestionsJob {
	readonly kind: "questions";
	readonly id: "base/questions";
}

/** Measures the base in the tasks, with examples and without. */
export interface TasksJob {
	readonly kind: "tasks";
	readonly id: "base/tasks";
}

/** Asks the base why it chose its wrong answers. */
export interface ExplanationsJob {
	readonly kind: "explanations";
	readonly id: string;
	readonly floor: number;
}

/** Trains on the rows of an arm. */
export interface RunJob {
	readonly kind: "run";
	readonly id: string;
	/** Folder of the run inside `runs/`. */
	readonly run: string;
	readonly arm: InterventionArm;
	readonly learningRate: number;
	readonly seed: number;
	readonly measure: Measure;
}

export type InterventionJob =
	| QuestionsJob
	| TasksJob
	| ExplanationsJob
	| RunJob;

export const questionsJob: QuestionsJob = {
	kind: "questions",
	id: "base/questions",
};

export const tasksJob: TasksJob = { kind: "tasks", id: "base/tasks" };

/** Another floor has other answers to explain. */
export function explanationsJob(floor: number): ExplanationsJob {
	return { kind: "explanations", id: `base/explanations-${floor}`, floor };
}

export function runJob(
	arm: InterventionArm,
	learningRate: number,
	seed: number,
	measure: Measure,
): RunJob {
	const run = `${armName(arm)}/lr-${learningRate}/seed-${seed}`;
	return {
		...{ kind: "run", id: `${run}/${measure}`, run },
		...{ arm, learningRate, seed, measure },
	};
}
