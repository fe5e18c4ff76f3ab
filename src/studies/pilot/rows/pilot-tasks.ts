import { TemperError } from "../../../core/error.ts";
import type { Task } from "../../../eval/task/task.ts";
import type { PilotRecipe } from "../../../recipes/parse/parse-pilot.ts";
import { mayRepeatQuestions } from "../../measures/repeated-questions.ts";
import { splitTarget } from "../../measures/split-target.ts";
import { readStudyTasks, type StudyTasks } from "../../measures/study-tasks.ts";
import { consistencyAxis } from "../../measures/task-measures.ts";

/** What runs are measured in. */
export interface PilotTasks extends StudyTasks {
	/** As their files have them. */
	readonly written: readonly Task[];
}

/** Reads the tasks of a pilot. Throws `recipe` unless one is a target, names differ, and tolerances name tasks that must stay. */
export function readTasks({ tasks, arms, gate }: PilotRecipe): Task[] {
	const general = arms[0]?.recipe.data.general ?? undefined;
	const all = readStudyTasks(tasks, general);
	refuseUnknown(Object.keys(gate.tolerances ?? {}), all);
	return all;
}

/** Throws `recipe` for a tolerance of no measure that must stay: one that is mistyped would have no effect. */
function refuseUnknown(named: readonly string[], tasks: readonly Task[]): void {
	const kept = tasks.flatMap((task) => [
		...(task.axis === "retention" || task.axis === "general"
			? [task.name]
			: []),
		...(mayRepeatQuestions(task) ? [consistencyAxis(task.name)] : []),
	]);
	const alien = named.find((name) => !kept.includes(name));
	if (alien === undefined) return;
	throw new TemperError("recipe", {
		where: "gate.tolerances",
		expected: `the names of measures that must not get worse: ${kept.join(", ")}`,
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
