import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { readTask } from "../../src/eval/task/read-task.ts";
import { writeFileAtomic } from "../../src/formats/write-atomic.ts";
import { labTasks } from "../../src/lab/lab-tasks.ts";
import { splitTarget } from "../../src/studies/measures/split-target.ts";
import type { Part } from "./arms.ts";

/** Names of the two parts of the target, as tasks. */
export const choosing = "choosing";
export const counting = "counting";

/** Of the target's questions, those on which learning rates are chosen. */
const share = 0.3;

/** Task files of all that a run of this part is measured in. */
export async function taskFiles(
	{ target, wording, retention }: Part,
	world: string,
	out: string,
): Promise<string[]> {
	const own = join(out, "tasks", target);
	mkdirSync(own, { recursive: true });
	const fileOf = (name: string) => join(world, "tasks", `${name}.task.yaml`);
	const split = await splitTarget(readTask(fileOf(target)), share, own);
	const { about: _, ...task } = labTasks.find(({ name }) => name === target)!;
	const write = async (name: string, rows: string) => {
		const path = join(own, `${name}.task.yaml`);
		const text = stringify({ version: 1, ...task, name, rows });
		await writeFileAtomic(path, text);
		return path;
	};
	return [
		await write(choosing, split.tuning.rows),
		await write(counting, split.test.rows),
		...[wording, ...retention].map(fileOf),
	];
}
