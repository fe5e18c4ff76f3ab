import { basename, dirname, resolve } from "node:path";
import { parseTask } from "../../eval/task/read-task.ts";
import type { Task } from "../../eval/task/task.ts";
import { generalProbePath } from "../../recipes/general-probe.ts";

/**
 * The likelihood of what rows show that stand for everything else the model could do, and the divergence from the base on
 * them. No answers are generated, which would take most of the time.
 */
export function generalTask(rows: string = generalProbePath): Task {
	// The folder is no part of the task: its hash stays when the rows are moved.
	const task = {
		...{ name: "general", version: "1", axis: "general" },
		...{ rows: basename(rows), scorer: "nll", generate: null },
	};
	return parseTask(task, { folder: dirname(resolve(rows)) });
}

/** Tasks with one of the axis `general`: without one, nobody would see how far a model moves. */
export function withGeneral(tasks: readonly Task[], rows?: string): Task[] {
	return tasks.some(({ axis }) => axis === "general")
		? [...tasks]
		: [...tasks, generalTask(rows)];
}
