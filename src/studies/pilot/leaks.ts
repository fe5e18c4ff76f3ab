import { promptText, splitRow } from "../../eval/question.ts";
import { readQuestions } from "../../eval/read-questions.ts";
import type { Task } from "../../eval/task.ts";
import { readRows } from "../../formats/rows/read-rows.ts";
import type { DataRecipe } from "../../recipes/data-schema.ts";
import type { PilotNote } from "./pilot-note.ts";

/** What is known of the training rows. */
export interface TrainingRows {
	/** Rows of each file, by its path. */
	readonly counts: ReadonlyMap<string, number>;
	/** On questions of tasks that training rows ask too. */
	readonly notes: readonly PilotNote[];
}

const plain = (text: string) => text.trim().toLowerCase();

/** Reads the training rows once, and looks for the questions of tasks among them. Throws `data`. */
export async function readTrainingRows(
	data: DataRecipe,
	tasks: readonly Task[],
): Promise<TrainingRows> {
	const counts = new Map<string, number>();
	const asked = new Set<string>();
	for (const { path } of data.train) {
		let count = 0;
		for await (const row of readRows(path)) {
			asked.add(plain(promptText(splitRow(row).asked)));
			count++;
		}
		counts.set(path, count);
	}
	asked.delete("");
	const notes: PilotNote[] = [];
	for (const task of tasks.filter(({ axis }) => axis !== "general")) {
		const questions = await readQuestions(task);
		const known = questions.filter(({ prompt }) => asked.has(plain(prompt)));
		if (known.length > 0)
			notes.push({
				...{ kind: "asked-in-training", task: task.name },
				...{ asked: known.length, questions: questions.length },
			});
	}
	return { counts, notes };
}
