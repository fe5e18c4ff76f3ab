import { basename, join } from "node:path";
import { TemperError } from "../../core/error.ts";
import type { Question } from "../../eval/task/question.ts";
import type { Task } from "../../eval/task/task.ts";
import { modelFolder } from "../../recipes/locate/model-folder.ts";
import type { InterveneRecipe } from "../../recipes/parse/parse-intervene.ts";
import type { Json } from "../../runs/events.ts";
import { hashInputs } from "../../runs/folder/inputs.ts";
import { splitTarget } from "../measures/split-target.ts";
import { StudyFolder } from "../study-folder.ts";
import { StudyPaths } from "../study-paths.ts";
import { type StudySpec, specInputs } from "../study-spec.ts";
import type { Excluded } from "./exclusion.ts";
import type { InterventionPlan } from "./plan/advance.ts";
import { planOf } from "./plan/plan-of.ts";
import { requireSameGroups } from "./plan/same-groups.ts";
import {
	contextOf,
	contextSource,
	requireContexts,
} from "./questions/contexts.ts";
import {
	type ChoiceTask,
	questionsTask,
	readAsked,
	writeRows,
} from "./questions/study-questions.ts";
import { askedIn, readUsable } from "./questions/usable.ts";
import { readGeneral } from "./rows/general-rows.ts";
import { type RoleTask, readRoleTasks } from "./tasks.ts";

/** An intervention study whose files have been read and whose folder is held. */
export interface PreparedInterventions {
	readonly folder: StudyFolder;
	readonly paths: StudyPaths;
	readonly spec: StudySpec;
	readonly plan: InterventionPlan;
	/** The usable questions as they are asked, line 1 at 0, and the task that asks them without examples. */
	readonly questions: readonly Question[];
	readonly asking: ChoiceTask;
	readonly excluded: Excluded;
	/** What stands before a question in a contextualised row, by line. */
	readonly contexts: ReadonlyMap<number, string>;
	readonly general: Awaited<ReturnType<typeof readGeneral>>;
	readonly tasks: {
		/** With what was left of the in-domain task if a learning rate is chosen. */
		readonly roles: readonly RoleTask[];
		/** The questions that choose a learning rate; null if there is one rate. */
		readonly tuning: Task | null;
		readonly general: readonly Task[];
	};
	readonly model: { readonly name: string; readonly hash: string };
	readonly modelBytes: number;
}

const json = (value: unknown) => JSON.parse(JSON.stringify(value)) as Json;

/** Reads what a study names and opens its folder. Throws `recipe`, `data`, `weights` and `disk` before anything begins. */
export async function prepareInterventions(
	recipe: InterveneRecipe,
): Promise<PreparedInterventions> {
	const { roles, general: generalTasks } = readRoleTasks(recipe);
	const model = modelFolder(recipe.model);
	const ask = questionsTask(recipe);
	const usable = await readUsable(
		recipe.questions,
		ask.scorer,
		await askedIn(roles),
	);
	requireExamples(recipe, usable.rows.length);
	const general = await readGeneral(recipe);
	const source = contextSource(recipe.context, usable.rows);
	const contexts = new Map(
		usable.rows.flatMap((row, i) => {
			const text = contextOf(row, source, ask.scorer);
			return text === null ? [] : [[i + 1, text] as const];
		}),
	);
	const lines = usable.rows.map((_, i) => i + 1);
	const plan = planOf(
		recipe,
		new Set(lines.filter((line) => !contexts.has(line))),
	);
	if (plan.withoutContext !== null)
		requireContexts(usable.rows, source, ask.scorer, recipe.where);
	const inputs = await hashInputs([
		...new Set([
			...[model, recipe.questions],
			...[recipe.general?.rows, recipe.shots.rows].flatMap(
				(path) => path ?? [],
			),
			...[...roles, ...generalTasks].map(({ rows }) => rows),
		]),
	]);
	const spec: StudySpec = {
		version: 1,
		settings: settingsOf(recipe),
		inputs: specInputs([...roles, ...generalTasks], inputs),
	};
	const paths = new StudyPaths(recipe.out, "intervention");
	await requireSameGroups(paths, plan);
	const folder = await StudyFolder.open(paths, spec);
	try {
		const rows = join(paths.root, "rows");
		const file = await writeRows(rows, "questions.jsonl", usable.rows);
		const asking = { ...ask, rows: file };
		const own = inputs.find(({ path }) => path === model);
		return {
			...{ folder, paths, spec, plan, asking, general, contexts },
			questions: await readAsked(asking),
			excluded: usable.excluded,
			tasks: {
				...(await splitRoles(recipe, roles, join(paths.root, "tasks"))),
				general: generalTasks,
			},
			model: { name: basename(model), hash: own?.sha256 ?? "" },
			modelBytes: own?.bytes ?? 0,
		};
	} catch (error) {
		await folder.close();
		throw error;
	}
}

/** What decides the numbers of a run. The groups, seeds, mixes and numbers of rows may change from one call to the next. */
function settingsOf(recipe: InterveneRecipe): StudySpec["settings"] {
	const { ask, shots, general, recipes, context, explanation } = recipe;
	const { count, seed } = shots;
	return {
		...{ ask: json(ask), shots: { count, seed } },
		general: general && { count: general.count },
		...{ recipes: json(recipes), rates: json(recipe.rates) },
		...{ context: json(context), explanation: json(explanation) },
		tuningShare: recipe.tuningShare,
	};
}

async function splitRoles(
	{ rates, tuningShare }: InterveneRecipe,
	roles: readonly RoleTask[],
	folder: string,
): Promise<Pick<PreparedInterventions["tasks"], "roles" | "tuning">> {
	const target = roles.find(({ role }) => role === "in-domain");
	if (rates.length === 1 || target === undefined)
		return { roles, tuning: null };
	const { tuning, test } = await splitTarget(target, tuningShare, folder);
	return {
		tuning,
		roles: roles.map((task) =>
			task === target
				? { ...target, rows: test.rows, limit: test.limit }
				: task,
		),
	};
}

/** Throws `data` if a question could not have as many examples before it as the study wants. */
function requireExamples(
	{ shots, questions }: InterveneRecipe,
	usable: number,
): void {
	if (shots.rows !== null || usable > shots.count) return;
	throw new TemperError("data", {
		where: questions,
		expected: `more than ${shots.count} usable questions, since each is asked with ${shots.count} others as examples`,
		found: String(usable),
		hint: "Lower shots, name a file of examples in shots.rows, or add questions.",
	});
}
