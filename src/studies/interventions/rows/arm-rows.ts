import {
	answeredRow,
	type Question,
	reworded,
} from "../../../eval/task/question.ts";
import type { Row } from "../../../formats/rows/row.ts";
import { promptText } from "../../../text/split-row.ts";
import type { Prediction } from "../groups/predictions.ts";
import type { ArmRow } from "../plan/arms.ts";

/** What rows are made of. */
export interface RowParts {
	/** The questions of the study, line 1 at 0. */
	readonly questions: readonly Question[];
	/** Of the base, by line. */
	readonly predictions: ReadonlyMap<number, Prediction>;
	/** What the base said of its own answers, by line; empty if it was not asked. */
	readonly explanations: ReadonlyMap<number, string>;
	/** What stands before a question in a contextualised row, by line. */
	readonly contexts: ReadonlyMap<number, string>;
}

/** A row to train on: the question as the tasks ask it, without examples, and the answer as they score it. */
export function trainingRow({ line, kind }: ArmRow, parts: RowParts): Row {
	const question = parts.questions[line - 1] as Question;
	const { gold, chosen } = parts.predictions.get(line) as Prediction;
	switch (kind) {
		case "gold":
			return answeredRow(question, answerAt(question, gold));
		case "own": {
			const explanation = parts.explanations.get(line);
			const answer = answerAt(question, chosen);
			return answeredRow(
				question,
				explanation === undefined ? answer : `${answer}\n${explanation}`,
			);
		}
		case "context": {
			const context = parts.contexts.get(line) as string;
			const text = `${context}\n${textOf(question)}`;
			return answeredRow(reask(question, text), answerAt(question, gold));
		}
		default:
			return kind satisfies never;
	}
}

/** The option at a place of the row as it is answered: its text, or its letter. */
export function answerAt({ choices }: Question, place: number): string {
	const { texts, places } = choices as NonNullable<Question["choices"]>;
	return texts[places.indexOf(place)] as string;
}

const textOf = ({ asked }: Question) => promptText(asked);

function reask(question: Question, text: string): Question {
	return { ...question, asked: reworded(question.asked ?? "", text) };
}
