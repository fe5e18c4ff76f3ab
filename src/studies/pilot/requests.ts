import type { Subject } from "../../eval/model/subject.ts";
import { modelFolder } from "../../recipes/locate/model-folder.ts";
import type { PilotArm, PilotRecipe } from "../../recipes/parse/parse-pilot.ts";
import { slugOf } from "../../recipes/pilot-arms.ts";
import { templateOptions } from "../../recipes/resolve/template-options.ts";
import type { Recipe } from "../../recipes/schemas/recipe-schema.ts";
import type { InputHash } from "../../runs/folder/inputs.ts";
import type { MeasureOptions, Work } from "../jobs/job-request.ts";
import { measuredBy, withOneThread } from "../jobs/measured-by.ts";
import { baseTasks, needsBase, tasksFor } from "../measures/study-tasks.ts";
import type { BaseModel, PilotBases } from "./arms/arm-bases.ts";
import { stagesAt, stagesOf } from "./arms/arm-stages.ts";
import type { StageArm } from "./arms/stage-arms.ts";
import type { PilotPaths } from "./pilot-paths.ts";
import type { Job, RunJob } from "./plan/job.ts";
import type { PilotTasks } from "./rows/pilot-tasks.ts";

/** Points of a learning curve if a recipe does not say how often to evaluate. */
const curvePoints = 8;

export interface RequestParts {
	readonly arms: readonly PilotArm[];
	readonly bases: PilotBases;
	readonly tasks: PilotTasks;
	readonly inputs: readonly InputHash[];
	readonly paths: PilotPaths;
	readonly keep: PilotRecipe["keep"];
	/** Steps of a run; null: as its recipe says. */
	readonly steps: number | null;
	/** The rates that were chosen for an arm's earlier stages, by its slug; null if they share one factor. */
	readonly earlier?: (arm: string) => readonly number[] | null;
}

/** The recipes of one run: its arm's, with learning rate, seed, length and folder. Each run has one thread. */
export function recipesOf(
	arm: PilotArm & Partial<Pick<StageArm, "share">>,
	job: Pick<RunJob, "arm" | "learningRate" | "seed" | "run">,
	parts: Pick<RequestParts, "steps" | "paths" | "keep" | "earlier">,
): Recipe[] {
	const { learningRate, seed, run } = job;
	const { paths, keep } = parts;
	const { share = 1, earlier: before } = arm;
	const steps =
		parts.steps === null
			? null
			: Math.max(before.length + 1, Math.round(parts.steps * share));
	const earlier = parts.earlier?.(job.arm) ?? null;
	const stages = stagesAt(arm, { learningRate, steps, earlier });
	const all = stages.reduce(
		(sum, { length }) => sum + (length.kind === "steps" ? length.count : 0),
		0,
	);
	const every = Math.max(1, Math.ceil(all / curvePoints));
	const cadences = stagesOf(arm).map(({ ownCadence }) => ownCadence);
	return stages.map((recipe, i) => ({
		...recipe,
		...{ seed, out: paths.run(run) },
		device: withOneThread(recipe.device),
		// A run continues from its newest checkpoint; the others serve nobody in a pilot.
		...(keep === "models" && { keep: { last: 1, best: false } }),
		...(!cadences[i] &&
			recipe.length.kind === "steps" && { evaluate: { every } }),
	}));
}

function armOf(
	{ arm }: Pick<RunJob, "arm">,
	arms: readonly PilotArm[],
): PilotArm {
	const [first] = arms as readonly [PilotArm];
	return arms.find(({ name }) => slugOf(name) === arm) ?? first;
}

/** A base model, asked with the chat template that an arm is trained with. */
function baseSubject(
	{ job, folder }: BaseModel,
	{ recipe }: PilotArm,
): Subject {
	return {
		...{ name: job.id, adapter: null, base: null },
		...{ model: folder, template: templateOptions(recipe.data) },
	};
}

/** How a run is measured at the end of a job. */
function measureOf(
	{ measure }: RunJob,
	arm: PilotArm,
	{ tasks, paths, bases }: Pick<RequestParts, "tasks" | "paths" | "bases">,
): MeasureOptions {
	const { recipe, base } = arm;
	return {
		tasks: tasksFor(measure, tasks),
		...measuredBy(recipe),
		base: needsBase(tasks) ? paths.measure(bases.of(arm).job.id) : null,
		...(base !== null && { from: modelFolder(base) }),
	};
}

/** What a worker does for a job. */
export function workFor(job: Job, parts: RequestParts): Work {
	const { arms, bases, tasks, inputs, paths } = parts;
	switch (job.kind) {
		case "base": {
			const { main, others } = bases;
			const base = others.find((one) => one.job.id === job.id) ?? main;
			const [first] = arms as readonly [PilotArm];
			const arm = arms.find((one) => bases.of(one) === base) ?? first;
			return {
				...{ kind: "measure", base: null },
				subject: baseSubject(base, arm),
				tasks: baseTasks(tasks),
				...measuredBy(arm.recipe),
			};
		}
		case "speed": {
			const arm = armOf(job, arms);
			const whole = { ...job, learningRate: 1e-4, seed: 0, run: "speed" };
			const stages = recipesOf(arm, whole, { ...parts, paths });
			const scales =
				stagesOf(arm).every(({ ownCadence }) => !ownCadence) &&
				stages.every(({ length }) => length.kind === "steps");
			const evaluations = scales ? curvePoints : null;
			return { kind: "time", stages, evaluations };
		}
		case "run": {
			const arm = armOf(job, arms);
			return {
				...{ kind: "train", inputs, until: job.until },
				run: paths.run(job.run),
				stages: recipesOf(arm, job, parts),
				measure: measureOf(job, arm, parts),
			};
		}
		default:
			return job satisfies never;
	}
}
