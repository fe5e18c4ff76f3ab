import { join } from "node:path";
import type { EvalResult } from "../../src/eval/eval-result.ts";
import { readTask } from "../../src/eval/task/read-task.ts";
import {
	hashInputs,
	readMeasure,
	type Study,
	type StudyPaths,
	type StudyTypes,
	specInputs,
	type Work,
} from "../../src/exports/studies.ts";
import { parseRecipe } from "../../src/recipes/parse/parse-recipe.ts";
import { type Arm, armName, type Part } from "./arms.ts";
import { type Measured, readRun, type Scores, scoresOf } from "./measure.ts";
import { sharedSettings } from "./settings.ts";

/** What a part needs before its jobs can be made. */
export interface PreparedPart {
	readonly part: Part;
	readonly arms: readonly Arm[];
	/** Task files. */
	readonly tasks: readonly string[];
	/** Rows of the training that makes the part's base; null if the base is the model itself. */
	readonly warmRows: string | null;
}

/** A job: training that makes a base, the base's scores, or one run of an arm. */
export type Trial = { readonly id: string; readonly of: PreparedPart } & (
	| { readonly kind: "warm" }
	| { readonly kind: "base" }
	| { readonly kind: "run"; readonly arm: Arm; readonly seed: number }
);

export interface Replications extends StudyTypes {
	readonly job: Trial;
	/** Scores of a base, what became of a run, and null for training that makes a base. */
	readonly reading: Scores | Measured | null;
	readonly result: null;
}

export interface ReplicationsOptions {
	readonly model: string;
	/** A folder of `npx temper-lm lab`. */
	readonly world: string;
	readonly seeds: readonly number[];
}

export const baseId = ({ name }: Part) => `${name}-base`;
export const warmId = ({ name }: Part) => `${name}-warm`;
export const runId = (arm: Arm, seed: number) => `${armName(arm)}-${seed}`;

const device = { device: "cpu", threads: 1 } as const;

/** SFT, DFT and MinorSFT at several learning rates, on the tasks of the laboratory. */
export async function replications(
	prepared: readonly PreparedPart[],
	options: ReplicationsOptions,
): Promise<Study<Replications>> {
	const { model, world, seeds } = options;
	const trials = trialsOf(prepared, seeds);
	const files = prepared.flatMap(({ part, warmRows }) => [
		rowsIn(world, `${part.rows}/train`),
		rowsIn(world, `${part.rows}/held-out`),
		...(warmRows === null ? [] : [warmRows]),
	]);
	const general = rowsIn(world, "general/nll");
	const tasks = prepared.flatMap((one) =>
		one.tasks.map((path) => readTask(path)),
	);
	const inputs = await hashInputs([...new Set([model, general, ...files])]);
	return {
		name: "replications",
		spec: {
			...{ version: 1, seeds, settings: {} },
			parts: prepared.map(({ part }) => part.name),
			arms: prepared.flatMap(({ arms }) => arms.map(armName)),
			inputs: specInputs(tasks, inputs),
		},
		rules: { grows: { seeds: "seed", parts: "part", arms: "arm" } },
		advance: ({ done, failed }) => ({
			jobs: trials.filter(
				({ id, kind, of }) =>
					!done.has(id) &&
					!failed.has(id) &&
					(kind === "warm" ||
						of.warmRows === null ||
						done.has(warmId(of.part))),
			),
		}),
		work: (trial, { paths }) => workOf(trial, paths, options),
		async read({ id, kind }, paths) {
			if (kind === "warm") return null;
			const result = (await readMeasure(paths, id)) as EvalResult;
			if (kind === "base") return scoresOf(result);
			return readRun(paths.run(id), result);
		},
		result: () => null,
	};
}

function trialsOf(
	prepared: readonly PreparedPart[],
	seeds: readonly number[],
): Trial[] {
	const bases = prepared.flatMap((of): Trial[] => [
		...(of.warmRows === null
			? []
			: [{ id: warmId(of.part), kind: "warm", of } as const]),
		{ id: baseId(of.part), kind: "base", of },
	]);
	const runs = seeds.flatMap((seed) =>
		prepared.flatMap((of) =>
			of.arms.map((arm): Trial => {
				const id = runId(arm, seed);
				return { id, kind: "run", of, arm, seed };
			}),
		),
	);
	return [...bases, ...runs];
}

const rowsIn = (world: string, name: string) => join(world, `${name}.jsonl`);

/** The folder of the model that a part's runs begin from. */
const modelOf = (of: PreparedPart, paths: StudyPaths, model: string) =>
	of.warmRows === null ? model : join(paths.run(warmId(of.part)), "model");

function workOf(
	trial: Trial,
	paths: StudyPaths,
	{ model: shipped, world }: ReplicationsOptions,
): Work {
	const { id, of } = trial;
	const run = paths.run(id);
	const whole = { kind: "train", run, inputs: null, until: 1 } as const;
	const tasks = of.tasks.map((path) => readTask(path));
	const measure = { tasks, device, base: null };
	if (trial.kind === "warm") {
		const { warm } = of.part;
		const settings = [
			...sharedSettings({
				objective: "sft",
				rate: 0,
				steps: 0,
				...warm,
				seed: 1,
			}),
			"data.heldOut={kind: none}",
			"evaluate=never",
		];
		const stages = [recipeOf(shipped, of.warmRows ?? "", settings)];
		return { ...whole, stages, measure: null };
	}
	const model = modelOf(of, paths, shipped);
	if (trial.kind === "base") {
		const subject = { name: "base", model, adapter: null, base: null };
		return { kind: "measure", ...measure, subject };
	}
	const { arm, seed } = trial;
	const { part, objective, rate } = arm;
	const settings = [
		...sharedSettings({
			...{ objective: objective.setting, rate, steps: part.steps, seed },
		}),
		`data.heldOut={kind: file, path: ${rowsIn(world, `${part.rows}/held-out`)}}`,
		`data.general=${rowsIn(world, "general/nll")}`,
		"evaluate=end",
	];
	const rows = rowsIn(world, `${part.rows}/train`);
	return { ...whole, stages: [recipeOf(model, rows, settings)], measure };
}

const recipeOf = (model: string, train: string, overrides: readonly string[]) =>
	parseRecipe(
		{ model, data: { train } },
		{ where: "study:replications", overrides: [...overrides] },
	);
