import { TemperError } from "../../core/error.ts";
import type { Task } from "../../eval/task/task.ts";
import type { Row } from "../../formats/rows/row.ts";
import { partRows, writePart } from "./part-rows.ts";

export interface SplitTarget {
	/** The questions on which learning rates are chosen. */
	readonly tuning: Task;
	/** The others, which count. */
	readonly test: Task;
}

/** Parts a task's rows in two files of a folder. Throws `data` if a side would be empty. */
export async function splitTarget(
	task: Task,
	share: number,
	folder: string,
): Promise<SplitTarget> {
	const { chosen, others, questions } = await partRows(task, (all) =>
		Math.ceil(share * all),
	);
	if (others.length === 0)
		throw new TemperError("data", {
			where: task.rows,
			expected: `enough questions for both tuning (tuningShare ${share}) and the results`,
			found: `${questions} in all`,
			hint: "Add rows, or lower tuningShare.",
		});
	const part = async (name: string, rows: readonly Row[]) => ({
		...task,
		rows: await writePart(task.rows, name, rows, folder),
		limit: null,
	});
	return {
		tuning: await part("tuning", chosen),
		test: await part("test", others),
	};
}
