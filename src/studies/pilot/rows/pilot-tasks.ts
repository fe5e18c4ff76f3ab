import { TemperError } from "../../../core/error.ts";
import { readTask } from "../../../eval/task/read-task.ts";
import type { Task } from "../../../eval/task/task.ts";
import type { PilotRecipe } from "../../../recipes/parse/parse-pilot.ts";
import { withGeneral } from "../../measures/general-task.ts";
import { consistencyAxis } from "../../measures/task-measures.ts";
import { splitTarget } from "./split-target.ts";

/** What runs are measured in. */
export interface PilotTasks {
	/** The first target's questions on which learning rates are chosen. */
	readonly tuning: Task;
	/** Everything that counts: the rest of the first target, and all others. */
	readonly test: readonly Task[];
	/** As their files have them. */
	readonly written: readonly Task[];
}

/** Reads the tasks of a pilot. Throws `recipe` unless one is a target and names differ. */
export function readTasks({ tasks, arms, gate }: PilotRecipe): Task[] {
	const read = tasks.map((path) => readTask(path));
	const general = arms[0]?.recipe.data.general ?? undefined;
	const all = withGeneral(read, general);
	const names = all.map(({ name }) => name);
	const twice = names.find((name, i) => names.indexOf(name) < i);
	if (twice !== undefined)
		throw new TemperError("recipe", {
			where: "tasks",
			expected: "a name of its own for each task",
			found: `two named ${twice}`,
		});
	refuseUnknown(Object.keys(gate.tolerances ?? {}), all);
	if (all.some(({ axis }) => axis === "target")) return all;
	throw new TemperError("recipe", {
		where: "tasks",
		expected: "at least one task with axis: target",
		found: all.map(({ name, axis }) => `${name} (${axis})`).join(", "),
		hint: "Write axis: target in the file of the task that tuning should improve.",
	});
}

/** Throws `recipe` for a tolerance of no measure that must stay: one that is mistyped would have no effect. */
function refuseUnknown(named: readonly string[], tasks: readonly Task[]): void {
	const kept = tasks.flatMap(({ name, axis, paraphrases, group }) => [
		...(axis === "retention" || axis === "general" ? [name] : []),
		...(paraphrases === null && group === null ? [] : [consistencyAxis(name)]),
	]);
	const alien = named.find((name) => !kept.includes(name));
	if (alien === undefined) return;
	throw new TemperError("recipe", {
		where: "gate.tolerances",
		expected: `tasks that must stay: ${kept.join(", ")}`,
		found: alien,
	});
}

/** Parts the first target in two, in files of a folder. Throws `data` and `disk`. */
export async function splitTasks(
	tasks: readonly Task[],
	tuningShare: number,
	folder: string,
): Promise<PilotTasks> {
	const target = tasks.find(({ axis }) => axis === "target") as Task;
	const { tuning, test } = await splitTarget(target, tuningShare, folder);
	const rest = tasks.map((task) => (task === target ? test : task));
	return { tuning, test: rest, written: tasks };
}
