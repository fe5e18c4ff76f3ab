import {
	hashInputs,
	type Study,
	type StudyTypes,
	specInputs,
} from "../../src/exports/studies.ts";
import { parseRecipe } from "../../src/recipes/parse/parse-recipe.ts";
import type { Recipe } from "../../src/recipes/schemas/recipe-schema.ts";
import { type Arm, armsOf, runName } from "./arms.ts";
import { type Measured, measure } from "./measure.ts";
import type { GeneralFiles } from "./split-general.ts";
import type { Finished } from "./table.ts";

/** One training. */
export interface Trial {
	readonly id: string;
	readonly arm: Arm;
	readonly seed: number;
}

export interface LeashStudy extends StudyTypes {
	readonly job: Trial;
	readonly reading: Measured;
	readonly result: readonly Finished[];
}

export interface LeashOptions {
	readonly model: string;
	readonly data: string;
	readonly heldOut: number;
	readonly rate: number;
	readonly rows: number;
	readonly steps: number;
	readonly seeds: number;
	/** Arms whose names begin so are not run. */
	readonly without: readonly string[];
	readonly general: GeneralFiles;
}

/** Leashes against strengths and learning rates that are tuned by hand. */
export async function leashStudy(
	options: LeashOptions,
): Promise<Study<LeashStudy>> {
	const { model, data, heldOut, rate, rows, steps, general } = options;
	const seeds = Array.from({ length: options.seeds }, (_, i) => i + 1);
	const arms = armsOf(general.held).filter(
		({ name }) => !options.without.some((start) => name.startsWith(start)),
	);
	const trials = seeds.flatMap((seed) =>
		arms.map((arm): Trial => ({ id: runName(arm, seed), arm, seed })),
	);
	const inputs = await hashInputs([model, data, ...Object.values(general)]);
	return {
		name: "leash",
		spec: {
			...{ version: 1, seeds, arms: arms.map((arm) => runName(arm, 0)) },
			settings: { heldOut, rate, rows, steps },
			inputs: specInputs([], inputs),
		},
		rules: { grows: { seeds: "seed", arms: "arm" } },
		advance: ({ done, failed }) => ({
			jobs: trials.filter(({ id }) => !done.has(id) && !failed.has(id)),
		}),
		work: ({ id, arm, seed }, { paths }) => ({
			kind: "train",
			run: paths.run(id),
			stages: [recipeOf(arm, seed, options)],
			...{ inputs: null, until: 1, measure: null },
		}),
		read: ({ id }, paths) => measure(paths.run(id), general.fresh),
		result: ({ done }) =>
			arms.flatMap((arm) =>
				seeds.flatMap((seed) => {
					const measured = done.get(runName(arm, seed));
					return measured ? [{ arm, seed, measured }] : [];
				}),
			),
	};
}

function recipeOf(arm: Arm, seed: number, options: LeashOptions): Recipe {
	const { model, data, general } = options;
	return parseRecipe(
		{ model, data: { train: data } },
		{
			where: "study:leash",
			overrides: [
				...arm.settings,
				`data.heldOut={kind: count, rows: ${options.heldOut}}`,
				`data.general=${general.measured}`,
				"tune={kind: lora, rank: 8}",
				`optimizer.learningRate=${arm.rate * options.rate}`,
				`batch={rows: ${options.rows}, tokens: 512}`,
				`length={kind: steps, count: ${options.steps}}`,
				"evaluate=end",
				"save=end",
				"device={kind: cpu, threads: 1}",
				`seed=${seed}`,
			],
		},
	);
}
