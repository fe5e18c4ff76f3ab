import { TemperError } from "../../core/error.ts";
import { readTask } from "../../eval/task/read-task.ts";
import { scorerFacts } from "../../eval/task/scorer-facts.ts";
import type { Task } from "../../eval/task/task.ts";
import { withGeneral } from "./general-task.ts";

/** What the models of a study are measured in. */
export interface StudyTasks {
	/** The first target's questions on which learning rates are chosen. */
	readonly tuning: Task;
	/** Everything that counts: the rest of the first target, and all others. */
	readonly test: readonly Task[];
	/** Measured together with them, and read by a diagnosis alone; missing if nothing is diagnosed. */
	readonly diagnosed?: readonly Task[];
}

/**
 * Reads the task files of a study. A general task on `general`, or on the rows of the package, is added if there is none. Throws
 * `recipe` unless names differ and one is a target.
 */
export function readStudyTasks(
	paths: readonly string[],
	general?: string,
): Task[] {
	const all = withGeneral(
		paths.map((path) => readTask(path)),
		general,
	);
	const names = all.map(({ name }) => name);
	const twice = names.find((name, i) => names.indexOf(name) < i);
	if (twice !== undefined)
		throw new TemperError("recipe", {
			where: "tasks",
			expected: "a name of its own for each task",
			found: `two named ${twice}`,
		});
	if (all.some(({ axis }) => axis === "target")) return all;
	throw new TemperError("recipe", {
		where: "tasks",
		expected: "at least one task with axis: target",
		found: all.map(({ name, axis }) => `${name} (${axis})`).join(", "),
		hint: "Write axis: target in the file of the task that tuning should improve.",
	});
}

/** The tasks in which a run is measured: on the tuning questions, or in everything that counts. */
export function tasksFor(
	measure: "tuning" | "test",
	{ tuning, test, diagnosed = [] }: StudyTasks,
): readonly Task[] {
	if (measure === "test") return [...test, ...diagnosed];
	return [{ ...tuning, name: tuningName(tuning) }];
}

/** The tasks of the base: what counts, and the tuning questions if their answers are compared with the base's. */
export function baseTasks(tasks: StudyTasks): Task[] {
	const { tuning } = tasks;
	const whole = tasksFor("test", tasks);
	return scorerFacts[tuning.scorer.kind].needsBase
		? [...whole, { ...tuning, name: tuningName(tuning) }]
		: [...whole];
}

/** Results hold the tuning questions under a name of their own, since the target's name belongs to the other questions. */
const tuningName = ({ name }: Pick<Task, "name">) => `${name} (tuning)`;

/** Whether answers in any of these tasks are compared with the base's, so that the base is measured first. */
export function needsBase({ test }: Pick<StudyTasks, "test">): boolean {
	return test.some(({ scorer }) => scorerFacts[scorer.kind].needsBase);
}
