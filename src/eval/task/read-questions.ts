import { readRows } from "../../formats/rows/read-rows.ts";
import type { Row } from "../../formats/rows/row.ts";
import { refuseMisplaced } from "../../runs/folder/misplaced.ts";
import type { FewShotRecord } from "../eval-result.ts";
import { askWithChoices, readChoices } from "./choices.ts";
import { type FewShot, openFewShot } from "./few-shot/few-shot.ts";
import { withExamples } from "./few-shot/with-examples.ts";
import { ordersOf } from "./orders.ts";
import type { Question } from "./question.ts";
import type { ScorerSpec, Task } from "./task.ts";
import { wordingsOf } from "./wordings.ts";

/** The questions of a task, and what was put before them; null if nothing was. */
export interface AskedTask {
	readonly questions: readonly Question[];
	readonly fewShot: FewShotRecord | null;
}

/**
 * All questions of a task in the order of its rows, each in all its wordings, and each wording with its options in all
 * orders. Throws `data` naming file, line and field.
 */
export async function readAskedTask(task: Task): Promise<AskedTask> {
	refuseMisplaced(task.rows, task.rows, "rows");
	const fewShot = await openFewShot(task);
	const questions: Question[] = [];
	let rows = 0;
	for await (const row of readRows(task.rows)) {
		questions.push(...questionsOf(row, task, fewShot));
		if (++rows === task.limit) break;
	}
	return { questions, fewShot: fewShot?.record() ?? null };
}

/** The questions alone. */
export async function readQuestions(task: Task): Promise<readonly Question[]> {
	return (await readAskedTask(task)).questions;
}

function questionsOf(
	row: Row,
	task: Task,
	fewShot: FewShot | null,
): readonly Question[] {
	const { scorer } = task;
	const wordings = wordingsOf(row, task);
	const asked = wordings.flatMap((one) => inOrders(one, scorer));
	if (fewShot === null) return asked;
	const examples = fewShot.examplesFor(row, wordings);
	return asked.map((one) => withExamples(one, examples));
}

/** A question with its options in every order that the scorer asks for; any other question alone. */
function inOrders(question: Question, scorer: ScorerSpec): Question[] {
	if (scorer.kind !== "choice") return [question];
	const { row, wording } = question;
	const first = readChoices(row, scorer);
	return ordersOf(first, scorer.orders, row.line).map((choices, i) =>
		askWithChoices(
			i === 0 ? question : { ...question, wording: `${wording}~${i + 1}` },
			choices,
			scorer,
		),
	);
}
