import { withPlace } from "../../../core/error.ts";
import { readQuestions } from "../../../eval/task/read-questions.ts";
import type { Task } from "../../../eval/task/task.ts";
import { readRows } from "../../../formats/rows/read-rows.ts";
import type { Row } from "../../../formats/rows/row.ts";
import type { PilotArm } from "../../../recipes/parse/parse-pilot.ts";
import { objectiveOf } from "../../../recipes/resolve/objective-of.ts";
import { requireWanted, type Wants } from "../../../text/columns/wanted.ts";
import { rowsWanted } from "../../../train/prepare/rows-wanted.ts";
import { AskedQuestions } from "../../measures/asked-questions.ts";
import { stagesOf } from "../arms/arm-stages.ts";
import type { PilotNote } from "../pilot-note.ts";

/** What is known of the training rows. */
export interface TrainingRows {
	/** Rows of each file, by its path. */
	readonly counts: ReadonlyMap<string, number>;
	/** On questions of tasks that training rows ask too. */
	readonly notes: readonly PilotNote[];
}

/**
 * Reads the training rows once: whether the arms can learn from them, and whether questions of tasks are among them.
 * Throws `data`, naming arm, file and line.
 */
export async function readTrainingRows(
	arms: readonly PilotArm[],
	tasks: readonly Task[],
): Promise<TrainingRows> {
	const counts = new Map<string, number>();
	const asked = new AskedQuestions();
	for (const [path, wanted] of filesOf(arms)) {
		let count = 0;
		for await (const row of readRows(path)) {
			requireLearnable(row, wanted);
			asked.add(row);
			count++;
		}
		counts.set(path, count);
	}
	const notes: PilotNote[] = [];
	for (const task of tasks.filter(({ axis }) => axis !== "general")) {
		const questions = await readQuestions(task);
		const known = asked.count(questions.map(({ prompt }) => prompt));
		if (known > 0)
			notes.push({
				...{ kind: "asked-in-training", task: task.name },
				...{ asked: known, questions: questions.length },
			});
	}
	return { counts, notes };
}

/** What is to be learned from a file, each with the first arm that does. */
type WantedBy = Map<Wants, string>;

function filesOf(arms: readonly PilotArm[]): ReadonlyMap<string, WantedBy> {
	const files = new Map<string, WantedBy>();
	const recipes = arms.flatMap((arm) =>
		stagesOf(arm).map(({ recipe }) => ({ name: arm.name, recipe })),
	);
	for (const { name, recipe } of recipes) {
		const wants = rowsWanted(objectiveOf(recipe.objective));
		for (const { path } of recipe.data.train) {
			const wanted = files.get(path) ?? new Map();
			if (!wanted.has(wants)) wanted.set(wants, name);
			files.set(path, wanted);
		}
	}
	return files;
}

function requireLearnable(row: Row, wanted: WantedBy): void {
	for (const [wants, arm] of wanted)
		try {
			requireWanted(row, wants);
		} catch (error) {
			throw withPlace(error, `arm ${arm}`);
		}
}
