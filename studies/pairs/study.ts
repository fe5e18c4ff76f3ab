import type { EvalResult } from "../../src/eval/eval-result.ts";
import { unitsOf } from "../../src/eval/task/question-units.ts";
import { readTask } from "../../src/eval/task/read-task.ts";
import {
	hashInputs,
	readMeasure,
	type Study,
	type StudyTypes,
	specInputs,
	type Work,
} from "../../src/exports/studies.ts";
import { parseRecipe } from "../../src/recipes/parse/parse-recipe.ts";
import type { Units } from "../../src/stats/unit.ts";
import { dpoSettings } from "./settings.ts";

/** The model that is sampled, or DPO on one kind of pairs. */
export type Trial =
	| { readonly id: "base" }
	| { readonly id: string; readonly arm: string; readonly seed: number };

/** Answers to the test questions that are right and polite, by trial. */
export type Scores = ReadonlyMap<string, Units>;

interface Types extends StudyTypes {
	readonly job: Trial;
	readonly reading: EvalResult;
	readonly result: Scores;
}

export interface DpoOptions {
	readonly model: string;
	/** Files of pairs by arm. */
	readonly arms: Readonly<Record<string, string>>;
	/** Pairs that each arm uses. */
	readonly limit: number;
	readonly seeds: readonly number[];
	/** A task file. */
	readonly good: string;
}

export const runId = (arm: string, seed: number) => `${arm}-${seed}`;

/** DPO on the pairs of each arm, from the same model, with as many pairs and steps. */
export async function dpoStudy(options: DpoOptions): Promise<Study<Types>> {
	const { model, arms, limit, seeds, good } = options;
	const task = readTask(good);
	const trials: readonly Trial[] = [
		{ id: "base" },
		...seeds.flatMap((seed) =>
			Object.keys(arms).map((arm) => ({ id: runId(arm, seed), arm, seed })),
		),
	];
	const files = await hashInputs([model, ...Object.values(arms)]);
	const measure = {
		...{ tasks: [task], base: null },
		device: { device: "cpu", threads: 1 } as const,
	};
	return {
		name: "pairs",
		spec: {
			...{ version: 1, seeds, settings: { limit } },
			inputs: specInputs([task], files),
		},
		rules: { grows: { seeds: "seed" } },
		advance: ({ done, failed }) => ({
			jobs: trials.filter(({ id }) => !done.has(id) && !failed.has(id)),
		}),
		work(trial, { paths }): Work {
			const subject = { name: "base", model, adapter: null, base: null };
			if (!("arm" in trial)) return { kind: "measure", ...measure, subject };
			const { id, arm, seed } = trial;
			const recipe = parseRecipe(
				{ model, data: { train: arms[arm] } },
				{ where: "study:pairs", overrides: dpoSettings(limit, seed) },
			);
			const run = paths.run(id);
			const whole = { kind: "train", run, inputs: null, until: 1 } as const;
			return { ...whole, stages: [recipe], measure };
		},
		read: async ({ id }, paths) => (await readMeasure(paths, id)) as EvalResult,
		result: ({ done }) =>
			new Map(
				[...done].map(([id, { tasks }]) => [
					id,
					unitsOf(tasks[0]?.items ?? [], "accuracy"),
				]),
			),
	};
}
