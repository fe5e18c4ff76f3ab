import type { EncodedAnswer, EncodedRow } from "../../text/encoded-row.ts";
import { supervisedCount } from "../example.ts";

/** Why nothing can be learnt from answers, in the words of an error. */
export interface AnswerFault {
	readonly kind: "empty" | "silent" | "same";
	/** The column at fault, to follow the row's place; empty if the row has but one answer. */
	readonly field: string;
	readonly expected: string;
	readonly found: string;
	readonly hint: string;
}

const cutHint =
	"Raise the length limit (data.maxLength), or drop such rows with data.tooLong: truncate-or-drop.";

/** What becomes of a row that teaches a turn without a visible character. */
export type EmptyAnswers = "refuse" | "allow";

/**
 * What is wrong with the answers of one row: one with nothing to learn, one without a visible character unless such are
 * allowed, or two that are the same, so that none is the better one. `whole` are the same answers before they were cut to a
 * length. Null if nothing is wrong.
 */
export function answerFault(
	answers: readonly EncodedAnswer[],
	whole: readonly EncodedAnswer[] = answers,
	emptyAnswers: EmptyAnswers = "refuse",
): AnswerFault | null {
	const empty = answers.findIndex(
		(answer, i) =>
			supervisedCount(answer) === 0 &&
			!(answer.promptAlone && answer.ids.length === whole[i]?.ids.length),
	);
	const { ids } = answers[empty] ?? { ids: [] };
	const long = whole[empty]?.ids.length ?? 0;
	if (empty >= 0)
		return {
			kind: "empty",
			field: fieldOf(answers, empty),
			expected: "at least one token to train on",
			found:
				ids.length < long
					? `none within the first ${ids.length} of ${long} tokens`
					: `none among ${long} tokens`,
			hint:
				ids.length < long
					? cutHint
					: "The row has no answer, or all its turns are switched off or rewritten by the template.",
		};
	const silent = answers.findIndex((answer) => answer.silent);
	if (silent >= 0 && emptyAnswers === "refuse")
		return {
			kind: "silent",
			field: fieldOf(answers, silent),
			expected: "an answer with a visible character",
			found: "an empty one, which would teach the model to say nothing",
			hint: "CSV cannot hold a missing answer: it reads as an empty text. Leave the row out, switch the turn off, or set data.emptyAnswers: allow if such answers are meant.",
		};
	const [one, other] = answers;
	if (one === undefined || other === undefined || !equal(one, other))
		return null;
	const cut = whole[0] !== one;
	return {
		kind: "same",
		field: fieldOf(answers, 1),
		expected: "an answer other than the chosen one",
		found: cut
			? `the same within the first ${one.ids.length} tokens`
			: "the same, token for token",
		hint: cut
			? cutHint
			: "Neither is better than the other: leave the row out.",
	};
}

/** The first tokens of an answer and its prompt. */
export function cutAnswer(
	answer: EncodedAnswer,
	maxLength: number,
): EncodedAnswer {
	const { ids, mask } = answer;
	return {
		...answer,
		ids: ids.slice(0, maxLength),
		mask: mask.slice(0, maxLength),
	};
}

/** Name of the column of an answer in a pair. */
export function sideOf({ liked }: EncodedAnswer): "chosen" | "rejected" {
	return liked ? "chosen" : "rejected";
}

function fieldOf(answers: readonly EncodedAnswer[], index: number): string {
	const answer = answers[index];
	return answers.length < 2 || !answer ? "" : `, ${sideOf(answer)}`;
}

function equal(a: EncodedRow, b: EncodedRow): boolean {
	return (
		a.ids.length === b.ids.length && a.ids.every((id, t) => id === b.ids[t])
	);
}
