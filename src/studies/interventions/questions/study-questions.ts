import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { TemperError } from "../../../core/error.ts";
import { writeError } from "../../../core/file-error.ts";
import type { Question } from "../../../eval/task/question.ts";
import { readQuestions } from "../../../eval/task/read-questions.ts";
import { parseTask } from "../../../eval/task/read-task.ts";
import type { ChoiceSpec, Task } from "../../../eval/task/task.ts";
import { stringifyExact } from "../../../formats/json/stringify-exact.ts";
import type { Row } from "../../../formats/rows/row.ts";
import { writeFileAtomic } from "../../../formats/write-atomic.ts";
import type { InterveneRecipe } from "../../../recipes/parse/parse-intervene.ts";

/** How the questions of a study are asked. */
export interface ChoiceTask extends Task {
	readonly scorer: ChoiceSpec;
}

/** The task that asks the questions without examples. Throws `recipe` for keys that the scorer choice does not have. */
export function questionsTask({
	ask,
	questions,
	where,
}: Pick<InterveneRecipe, "ask" | "questions" | "where">): ChoiceTask {
	const task = parseTask(
		{
			...{ name: "questions", version: "1", rows: questions },
			scorer: { kind: "choice", ...ask },
		},
		{ where: `${where}: ask` },
	);
	const { scorer } = task;
	if (scorer.kind === "choice") return { ...task, scorer };
	throw new TemperError("recipe", {
		where: `${where}: ask.kind`,
		expected: "choice, which may be left out",
		found: scorer.kind,
	});
}

/** The questions of a study, each as it is asked first; line 1 is at 0. */
export async function readAsked(task: ChoiceTask): Promise<Question[]> {
	const asked: Question[] = [];
	const { orders: _, ...scorer } = task.scorer;
	const once = { ...task, scorer: { ...scorer, orders: 1 } };
	for (const question of await readQuestions(once))
		asked[question.row.line - 1] ??= question;
	return asked;
}

/** Writes rows to a file of the study, and returns its path. Throws `disk`. */
export async function writeRows(
	folder: string,
	name: string,
	rows: readonly Pick<Row, "value">[],
): Promise<string> {
	try {
		await mkdir(folder, { recursive: true });
	} catch (error) {
		throw writeError(error, folder);
	}
	const path = join(folder, name);
	const lines = rows.map(({ value }) => `${stringifyExact(value)}\n`);
	await writeFileAtomic(path, lines.join(""));
	return path;
}
