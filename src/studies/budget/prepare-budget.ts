import { basename } from "node:path";
import { TemperError } from "../../core/error.ts";
import type { Task } from "../../eval/task/task.ts";
import { modelFolder } from "../../recipes/locate/model-folder.ts";
import type {
	BudgetRecipe,
	BudgetStage,
} from "../../recipes/parse/parse-budget.ts";
import type { Json } from "../../runs/events.ts";
import { hashInputs } from "../../runs/folder/inputs.ts";
import { splitTarget } from "../measures/split-target.ts";
import {
	needsBase,
	readStudyTasks,
	type StudyTasks,
} from "../measures/study-tasks.ts";
import { measuredIn, StudyFolder } from "../study-folder.ts";
import { StudyPaths } from "../study-paths.ts";
import { type StudySpec, specInputs } from "../study-spec.ts";
import { trialOf } from "./cells/job.ts";
import { type BudgetPlan, planOf, questionOf } from "./cells/plan.ts";
import { readPrompts } from "./rows/prompt-order.ts";
import { PromptPool } from "./rows/prompt-pool.ts";
import { wantedRows } from "./rows/wanted-rows.ts";

/** A budget study whose files have been read and whose folder is held. */
export interface PreparedBudget {
	readonly folder: StudyFolder;
	readonly paths: StudyPaths;
	readonly spec: StudySpec;
	readonly pool: PromptPool;
	readonly tasks: StudyTasks;
	readonly plan: BudgetPlan;
	readonly model: { readonly name: string; readonly hash: string };
	readonly modelBytes: number;
}

const json = (value: unknown) => JSON.parse(JSON.stringify(value)) as Json;

/** Reads what a budget study names and opens its folder. Throws `recipe`, `data`, `weights` and `disk` before anything begins. */
export async function prepareBudget(
	recipe: BudgetRecipe,
): Promise<PreparedBudget> {
	const { demonstrations, pairs, sharedPrompts, tuningShare } = recipe;
	const tasks = readStudyTasks(recipe.tasks);
	const model = modelFolder(recipe.model);
	const pool = new PromptPool(
		await readPrompts(
			demonstrations.rows,
			wantedRows("demonstrations", demonstrations.recipe),
		),
		await readPrompts(pairs.rows, wantedRows("pairs", pairs.recipe)),
		sharedPrompts,
	);
	const plan = planOf(recipe, pool);
	requireSplits(recipe, pool);
	requireTrials(plan, recipe);
	const files = [...new Set([model, demonstrations.rows, pairs.rows])];
	const inputs = await hashInputs([
		...files,
		...new Set(tasks.map(({ rows }) => rows)),
	]);
	const spec: StudySpec = {
		version: 1,
		settings: {
			demonstrations: json(settingsOf(demonstrations)),
			pairs: json(settingsOf(pairs)),
			...{ sharedPrompts, tuningShare },
		},
		inputs: specInputs(tasks, inputs),
	};
	const paths = new StudyPaths(recipe.out, "budget");
	const folder = await StudyFolder.open(paths, spec);
	try {
		const target = tasks.find(({ axis }) => axis === "target") as Task;
		const { tuning, test } = await splitTarget(
			...([target, tuningShare, `${paths.root}/tasks`] as const),
		);
		const own = inputs.find(({ path }) => path === model);
		const split = {
			tuning,
			test: tasks.map((task) => (task === target ? test : task)),
		};
		return {
			...{ folder, paths, spec, pool },
			plan: {
				...plan,
				needsBase: needsBase(split),
				known: (await measuredIn(paths)).flatMap((id) => trialOf(id) ?? []),
			},
			tasks: split,
			model: { name: basename(model), hash: own?.sha256 ?? "" },
			modelBytes: own?.bytes ?? 0,
		};
	} catch (error) {
		await folder.close();
		throw error;
	}
}

/** What decides the numbers of a stage. Prices and budgets may change from one call to the next. */
const settingsOf = ({ recipe, rates }: BudgetStage) => ({ recipe, rates });

/** Throws `recipe` if a budget has no split for which there are rows: it would have no answer after all the training. */
function requireSplits(recipe: BudgetRecipe, pool: PromptPool): void {
	const { splits } = questionOf(recipe, pool);
	const bad = recipe.budgets.filter((budget) => splits(budget).length === 0);
	if (bad.length === 0) return;
	const { demonstrations, pairs, shared } = pool;
	const isShort = recipe.sharedPrompts === "never" && shared > 0;
	const both = isShort ? `, ${shared} of which are in both files` : "";
	throw new TemperError("recipe", {
		where: "budgets",
		expected:
			"budgets that each buy at least one prompt and for which there are rows",
		found: `${bad.join(", ")}, with ${demonstrations.length} prompts with demonstrations and ${pairs.length} with pairs${both}`,
		hint: isShort
			? "Change these budgets or the prices, add rows, or write sharedPrompts: allow."
			: "Change these budgets or the prices, or add rows.",
	});
}

/** Throws `recipe` if the ratios of the design leave nothing to train. */
function requireTrials(
	{ fixed, question }: Pick<BudgetPlan, "fixed" | "question">,
	{ design }: BudgetRecipe,
): void {
	if (fixed.length > 0 || (question?.candidates.length ?? 0) > 0) return;
	throw new TemperError("recipe", {
		where: "design.ratios",
		expected: "a share of a budget for which there are rows",
		found: design.ratios.join(", "),
		hint: "Add ratios between 0 and 1, or rows.",
	});
}
