import { join } from "node:path";
import type { Subject } from "../../../eval/model/subject.ts";
import { modelFolder } from "../../../recipes/locate/model-folder.ts";
import type {
	BudgetRecipe,
	BudgetStage,
} from "../../../recipes/parse/parse-budget.ts";
import { templateOptions } from "../../../recipes/resolve/template-options.ts";
import type { Recipe } from "../../../recipes/schemas/recipe-schema.ts";
import type {
	MeasureOptions,
	TrainWork,
	Work,
} from "../../jobs/job-request.ts";
import { measuredBy, withOneThread } from "../../jobs/measured-by.ts";
import {
	baseTasks,
	needsBase,
	type StudyTasks,
	tasksFor,
} from "../../measures/study-tasks.ts";
import type { StudyPaths } from "../../study-paths.ts";
import type { PromptPool } from "../rows/prompt-pool.ts";
import { subsetFile } from "../rows/subset-files.ts";
import {
	type BudgetJob,
	baseJob,
	type DemonstrationsJob,
	type PairsJob,
} from "./job.ts";

export interface WorkParts {
	readonly recipe: BudgetRecipe;
	readonly pool: PromptPool;
	readonly tasks: StudyTasks;
	readonly paths: StudyPaths;
}

/** What a worker does for a job. */
export async function workOf(job: BudgetJob, parts: WorkParts): Promise<Work> {
	switch (job.kind) {
		case "base":
			return {
				...{ kind: "measure", base: null },
				subject: baseSubject(parts.recipe),
				tasks: baseTasks(parts.tasks),
				...measuredBy(parts.recipe.demonstrations.recipe),
			};
		case "demonstrations":
			return train(job, await demonstrationsRecipe(job, parts), parts);
		case "pairs":
			return train(job, await pairsRecipe(job, parts), parts);
		default:
			return job satisfies never;
	}
}

function train(
	job: DemonstrationsJob | PairsJob,
	recipe: Recipe,
	parts: WorkParts,
): TrainWork {
	return {
		...{ kind: "train", run: recipe.out as string, stages: [recipe] },
		...{ inputs: null, until: 1 },
		measure: measureOf(job, recipe, parts),
	};
}

function measureOf(
	{ measure }: DemonstrationsJob | PairsJob,
	recipe: Recipe,
	{ tasks, paths, recipe: { model } }: WorkParts,
): MeasureOptions {
	return {
		tasks: tasksFor(measure, tasks),
		...measuredBy(recipe),
		from: modelFolder(model),
		base: needsBase(tasks) ? paths.measure(baseJob.id) : null,
	};
}

async function demonstrationsRecipe(
	job: DemonstrationsJob,
	{ recipe, pool, paths }: WorkParts,
): Promise<Recipe> {
	const { demonstrations: stage } = recipe;
	const rows = join(paths.root, "rows");
	const { demonstrations: prompts, epochs } = job;
	const path = await subsetFile(pool, "demonstrations", prompts, rows);
	return {
		...stageRecipe(stage, path, job, paths),
		...(epochs !== null && { length: { kind: "epochs", count: epochs } }),
	};
}

async function pairsRecipe(
	job: PairsJob,
	{ recipe, pool, paths }: WorkParts,
): Promise<Recipe> {
	const rows = join(paths.root, "rows");
	const path = await subsetFile(pool, "pairs", job.pairs, rows);
	const own = stageRecipe(recipe.pairs, path, job, paths);
	return job.after === null ? own : continued(own, paths.run(job.after.run));
}

/** A stage that begins from what another run made. Its reference is that model; deviation is measured from the study's. */
function continued(recipe: Recipe, before: string): Recipe {
	const { tune, base = recipe.model } = recipe;
	return tune.kind === "lora"
		? { ...recipe, tune: { ...tune, from: join(before, "adapter") } }
		: { ...recipe, base, model: join(before, "model") };
}

function stageRecipe(
	{ recipe }: BudgetStage,
	rows: string,
	{
		learningRate,
		seed,
		run,
	}: Pick<DemonstrationsJob, "learningRate" | "seed" | "run">,
	paths: StudyPaths,
): Recipe {
	return {
		...recipe,
		...{ seed, out: paths.run(run), device: withOneThread(recipe.device) },
		data: { ...recipe.data, train: [{ path: rows, weight: 1 }] },
		optimizer: { ...recipe.optimizer, learningRate },
		keep: { last: 1, best: false },
	};
}

function baseSubject({ model, demonstrations }: BudgetRecipe): Subject {
	return {
		...{ name: "base", model: modelFolder(model), adapter: null, base: null },
		template: templateOptions(demonstrations.recipe.data),
	};
}
