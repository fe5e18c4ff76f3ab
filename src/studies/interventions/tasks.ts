import { TemperError } from "../../core/error.ts";
import { readTask } from "../../eval/task/read-task.ts";
import {
	type ChoiceSpec,
	type QuestionRole,
	questionRoles,
	type Task,
} from "../../eval/task/task.ts";
import type { InterveneRecipe } from "../../recipes/parse/parse-intervene.ts";
import { withGeneral } from "../measures/general-task.ts";

/** A task of choices that says how its questions relate to what is trained. */
export interface RoleTask extends Task {
	readonly role: QuestionRole;
	readonly scorer: ChoiceSpec;
}

/**
 * Reads the tasks of a study: choices with a role, and general text, which is added if there is none. Throws `recipe` for a task of
 * another kind, for names that are equal, and if no task is in-domain although a learning rate has to be chosen.
 */
export function readRoleTasks({
	tasks,
	rates,
	where,
}: Pick<InterveneRecipe, "tasks" | "rates" | "where">): {
	readonly roles: readonly RoleTask[];
	readonly general: readonly Task[];
} {
	const all = withGeneral(tasks.map((path) => readTask(path)));
	const names = all.map(({ name }) => name);
	const twice = names.find((name, i) => names.indexOf(name) < i);
	if (twice !== undefined)
		throw new TemperError("recipe", {
			where: `${where}: tasks`,
			expected: "a name of its own for each task",
			found: `two named ${twice}`,
		});
	const roles = all
		.filter(({ axis }) => axis !== "general")
		.map((task) => roleTask(task, where));
	requireRoles(roles, rates, where);
	return { roles, general: all.filter(({ axis }) => axis === "general") };
}

function roleTask(task: Task, where: string): RoleTask {
	const { name, role, scorer } = task;
	const refuse = (expected: string, found: string, hint: string): never => {
		throw new TemperError("recipe", {
			where: `${where}: tasks: ${name}`,
			...{ expected, found, hint },
		});
	};
	if (role === null)
		return refuse(
			`a role: one of ${questionRoles.join(", ")}`,
			"no role",
			"Write role: in-domain in the file of the task whose questions are like those of the study.",
		);
	if (scorer.kind !== "choice")
		return refuse(
			"scorer: choice, by letter or by likelihood",
			`scorer: ${scorer.kind}`,
			"Option probabilities are compared, so the questions need options.",
		);
	return { ...task, role, scorer };
}

function requireRoles(
	roles: readonly RoleTask[],
	rates: readonly number[],
	where: string,
): void {
	const found = roles.map(({ name, role }) => `${name} (${role})`).join(", ");
	if (roles.length === 0)
		throw new TemperError("recipe", {
			where: `${where}: tasks`,
			expected: "at least one task with a role and scorer: choice",
			found: "only general ones",
		});
	if (rates.length > 1 && !roles.some(({ role }) => role === "in-domain"))
		throw new TemperError("recipe", {
			where: `${where}: tasks`,
			expected:
				"a task with role: in-domain, on a part of which the learning rate is chosen",
			found,
			hint: "Name one, or give a single learning rate.",
		});
}

/** Results hold the tasks with examples under names of their own. */
export const fewShotName = (name: string): string => `${name} (few-shot)`;

/** A task without examples in its prompts. */
export function zeroShot<T extends Task>(task: T): T {
	return { ...task, fewShot: null };
}

/**
 * A task with examples in its prompts: its own, or those of the study, drawn from `questions` unless the study names a file. The same
 * task without any if the study wants none.
 */
export function fewShot<T extends Task>(
	task: T,
	{ rows, count, seed }: InterveneRecipe["shots"],
	questions: string,
): T {
	const name = fewShotName(task.name);
	if (task.fewShot) return { ...task, name };
	if (count === 0) return { ...task, name, fewShot: null };
	return { ...task, name, fewShot: { rows: rows ?? questions, count, seed } };
}
