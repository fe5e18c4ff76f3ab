import { isRight } from "../../eval/compare/is-right.ts";
import type { Knowledge } from "../probe/probe-result.ts";
import type { Change } from "./diagnosis.ts";
import type { AskedPair } from "./pair-tasks.ts";
import { type AnswerFrame, isRightInSubstance } from "./substance.ts";

/** What happened to one asking of a question, and what of it guessing explains. */
export interface ItemChange {
	readonly change: Change;
	/** Whether the substance of the base's answer, and of the tuned model's, is right. */
	readonly was: boolean;
	readonly is: boolean;
	/**
	 * Changes that this asking shows to be luck elsewhere, as parts of one. A guess that is replaced by another one goes to
	 * each wrong option as often as to the right one, so an answer that changes from one of n options to another wrong one
	 * stands for 1 / (n - 2) changes from wrong to right, and for as many from right to wrong.
	 */
	readonly luck: Readonly<Partial<Record<Change, number>>>;
}

/**
 * The change of one asking. The substance of an answer decides, which of a choice is the option and of a generated answer
 * what is left without the form; a change of the score that leaves the substance is a change of form.
 */
export function changeOf(
	{ base, tuned }: AskedPair,
	knowledge: Knowledge,
	frame: AnswerFrame,
): ItemChange {
	const gained = knowledge === "known" ? "drawn-out" : "learned";
	const was = isRightInSubstance(base, frame);
	const is = isRightInSubstance(tuned, frame);
	if (was !== is) {
		const options = base.options?.scores.length;
		// With two options there is no other wrong one: what the base did not know and loses was a guess.
		const guess = options === 2 && was && knowledge === "unknown";
		if (guess) return { change: "unchanged", was, is, luck: { [gained]: 1 } };
		return { change: is ? gained : "damaged", was, is, luck: {} };
	}
	if (isRight(base) !== isRight(tuned))
		return { change: "restyled", was, is, luck: {} };
	const options = base.options?.scores.length ?? 0;
	const other = !was && options > 2 && base.answer !== tuned.answer;
	const part = 1 / (options - 2);
	return {
		...{ change: "unchanged", was, is },
		luck: other ? { [gained]: part, damaged: part } : {},
	};
}
