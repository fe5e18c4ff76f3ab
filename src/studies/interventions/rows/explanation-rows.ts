import {
	answeredRow,
	type Question,
	reworded,
} from "../../../eval/task/question.ts";
import { readQuestions } from "../../../eval/task/read-questions.ts";
import { readRows } from "../../../formats/rows/read-rows.ts";
import type { Row } from "../../../formats/rows/row.ts";
import { promptText } from "../../../text/split-row.ts";
import type { Prediction } from "../groups/predictions.ts";
import type { ChoiceTask } from "../questions/study-questions.ts";
import { answerAt } from "./arm-rows.ts";

/** The column of an explanation in a row of examples. */
const column = "explanation";

/** The question, followed by an answer to it and by what asks for an explanation. */
function askWhy(question: Question, place: number, cue: string): Question {
	const answer = answerAt(question, place).trim();
	const text = `${promptText(question.asked)}\n${answer}\n${cue}`;
	return { ...question, asked: reworded(question.asked ?? "", text) };
}

/** The row that asks the base why it chose its answer. */
export function explanationRow(
	question: Question,
	{ chosen }: Pick<Prediction, "chosen">,
	cue: string,
): Pick<Row, "value"> {
	const { asked } = askWhy(question, chosen, cue);
	return {
		value: typeof asked === "string" ? { prompt: asked } : { messages: asked },
	};
}

/**
 * Rows that show how an answer is explained: those of the file of examples that have a column `explanation`, each with its right
 * answer.
 */
export async function explainedExamples(
	path: string,
	task: ChoiceTask,
	cue: string,
): Promise<Pick<Row, "value">[]> {
	const explained: Row[] = [];
	for await (const row of readRows(path))
		if (explanationIn(row.value[column]) !== null) explained.push(row);
	if (explained.length === 0) return [];
	const wanted = new Set(explained.map(({ line }) => line));
	const scorer = { ...task.scorer, orders: 1 };
	const asked = await readQuestions({ ...task, rows: path, scorer });
	return asked
		.filter(({ row }) => wanted.has(row.line))
		.map((question) => {
			const { gold, places } = question.choices as NonNullable<
				Question["choices"]
			>;
			const why = askWhy(question, places[gold] as number, cue);
			const text = explanationIn(question.row.value[column]) ?? "";
			const { value } = answeredRow(
				why,
				typeof why.asked === "string" ? ` ${text}` : text,
			);
			return { value };
		});
}

/** The first paragraph of a text; null if there is none. */
export function explanationIn(text: unknown): string | null {
	if (typeof text !== "string") return null;
	const [first = ""] = text.trim().split(/\n\s*\n/);
	return first === "" ? null : first;
}
