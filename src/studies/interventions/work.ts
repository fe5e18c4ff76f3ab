import { join } from "node:path";
import { TemperError } from "../../core/error.ts";
import type { Subject } from "../../eval/model/subject.ts";
import { parseTask } from "../../eval/task/read-task.ts";
import type { Task } from "../../eval/task/task.ts";
import { modelFolder } from "../../recipes/locate/model-folder.ts";
import type { InterveneRecipe } from "../../recipes/parse/parse-intervene.ts";
import { templateOptions } from "../../recipes/resolve/template-options.ts";
import type { Recipe } from "../../recipes/schemas/recipe-schema.ts";
import type { MeasureWork, TrainWork, Work } from "../jobs/job-request.ts";
import { measuredBy, withOneThread } from "../jobs/measured-by.ts";
import { isAbove } from "./groups/choose-groups.ts";
import type { Prediction } from "./groups/predictions.ts";
import { groupsIn } from "./plan/advance.ts";
import { armName, armRows, recipeGroup } from "./plan/arms.ts";
import {
	type ExplanationsJob,
	explanationsJob,
	type InterventionJob,
	questionsJob,
	type RunJob,
} from "./plan/job.ts";
import type { InterventionDecision } from "./plan/state.ts";
import type { PreparedInterventions } from "./prepare-interventions.ts";
import { writeRows } from "./questions/study-questions.ts";
import { readExplanations, readPredictions } from "./read-reading.ts";
import { trainingRow } from "./rows/arm-rows.ts";
import { explainedExamples, explanationRow } from "./rows/explanation-rows.ts";
import { generalPart } from "./rows/general-rows.ts";
import { fewShot, zeroShot } from "./tasks.ts";

export interface WorkParts {
	readonly recipe: InterveneRecipe;
	readonly prepared: PreparedInterventions;
	readonly decisions: readonly InterventionDecision[];
}

/** What a worker does for a job. */
export async function workOf(
	job: InterventionJob,
	parts: WorkParts,
): Promise<Work> {
	const { recipe, prepared } = parts;
	const { asking, tasks } = prepared;
	switch (job.kind) {
		case "questions":
			return measureBase(recipe, [fewShot(asking, recipe.shots, asking.rows)]);
		case "tasks": {
			const { roles, general } = tasks;
			const asked = roles.map((task) =>
				fewShot(task, recipe.shots, asking.rows),
			);
			return measureBase(recipe, [
				...asked,
				...roles.map(zeroShot),
				...general,
			]);
		}
		case "explanations":
			return measureBase(recipe, [await explanationsTask(job, parts)]);
		case "run":
			return train(job, parts);
		default:
			return job satisfies never;
	}
}

function measureBase(
	recipe: InterveneRecipe,
	tasks: readonly Task[],
): MeasureWork {
	return {
		...{ kind: "measure", base: null, subject: baseSubject(recipe), tasks },
		...measuredBy(recipe.recipes.incompatible),
	};
}

/** The model of a study, asked with the chat template of its recipes. */
export function baseSubject({ model, recipes }: InterveneRecipe): Subject {
	return {
		...{ name: "base", model: modelFolder(model), adapter: null, base: null },
		template: templateOptions(recipes.incompatible.data),
	};
}

/** Asks the base, greedily and after explained examples if there are any, why it chose each wrong answer above the floor. */
async function explanationsTask(
	{ floor }: ExplanationsJob,
	{ recipe, prepared }: WorkParts,
): Promise<Task> {
	const { asking, questions, paths } = prepared;
	const asks = recipe.explanation as NonNullable<
		InterveneRecipe["explanation"]
	>;
	const { predictions } = await readPredictions(questionsJob, paths, asking);
	const rows = explainedOf(predictions, floor).map((one) => {
		const question = questions[one.line - 1] as (typeof questions)[number];
		const { value } = explanationRow(question, one, asks.cue);
		return { value: { ...value, line: String(one.line) } };
	});
	const folder = join(paths.root, "rows");
	const { shots } = recipe;
	const source = shots.rows ?? asking.rows;
	const examples = await explainedExamples(source, asking, asks.cue);
	const count = Math.min(shots.count, examples.length);
	const fewShot =
		count === 0
			? null
			: {
					...{ count, seed: shots.seed },
					rows: await writeRows(folder, "explained.jsonl", examples),
				};
	return parseTask({
		...{ name: "explanations", version: "1", group: "line", fewShot },
		rows: await writeRows(folder, `explanations-${floor}.jsonl`, rows),
		scorer: { kind: "regex", pattern: "\\S" },
		generate: { maxNewTokens: asks.maxNewTokens },
	});
}

/** The answers that need an explanation. */
const explainedOf = (all: readonly Prediction[], floor: number) =>
	all.filter((one) => one.gold !== one.chosen && isAbove(one, floor));

async function train(job: RunJob, parts: WorkParts): Promise<TrainWork> {
	const { recipe, prepared } = parts;
	const own = await recipeOf(job, parts);
	const { tuning, roles, general } = prepared.tasks;
	const tasks =
		job.measure === "tuning" && tuning !== null
			? [{ ...zeroShot(tuning), name: `${tuning.name} (tuning)` }]
			: [...roles.map(zeroShot), ...general];
	return {
		...{ kind: "train", run: own.out as string, stages: [own] },
		...{ inputs: null, until: 1 },
		measure: {
			...{ tasks, base: null },
			...measuredBy(own),
			from: modelFolder(recipe.model),
		},
	};
}

async function recipeOf(job: RunJob, parts: WorkParts): Promise<Recipe> {
	const { arm, learningRate, seed, run } = job;
	const { recipe, prepared } = parts;
	const own = recipe.recipes[recipeGroup(arm)];
	return {
		...own,
		...{
			seed,
			out: prepared.paths.run(run),
			device: withOneThread(own.device),
		},
		data: {
			...own.data,
			train: [{ path: await armFile(job, parts), weight: 1 }],
		},
		optimizer: { ...own.optimizer, learningRate },
		keep: { last: 1, best: false },
	};
}

/** The file with the rows of an arm and the general rows. */
async function armFile(
	{ arm }: RunJob,
	{ recipe, prepared, decisions }: WorkParts,
): Promise<string> {
	const { asking, questions, contexts, general, paths, plan } = prepared;
	const groups = groupsIn(plan, { decisions });
	if (groups === null)
		throw new TemperError("internal", {
			where: armName(arm),
			expected: "groups before the first run",
			found: "none",
		});
	const { predictions } = await readPredictions(questionsJob, paths, asking);
	const explanations = plan.explains
		? await readExplanations(explanationsJob(plan.grouping.floor), paths)
		: new Map<number, string>();
	const rowParts = {
		...{ questions, contexts, explanations },
		predictions: new Map(predictions.map((one) => [one.line, one])),
	};
	const count = recipe.general?.count ?? null;
	const rows = [
		...armRows(arm, groups).map((row) => trainingRow(row, rowParts)),
		...generalPart(general, count, groups.size),
	];
	const folder = join(paths.root, "rows");
	return writeRows(folder, `${armName(arm)}.jsonl`, rows);
}
