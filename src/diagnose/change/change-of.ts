import { isRight } from "../../eval/compare/is-right.ts";
import type { Knowledge } from "../probe/probe-result.ts";
import type { Change } from "./diagnosis.ts";
import type { AskedPair } from "./pair-tasks.ts";

/** Whether the substance of the base's answer is right, and that of the tuned model's. */
export interface Substance {
	readonly was: boolean;
	readonly is: boolean;
}

/** What happened to one asking of a question, and what of it guessing explains. */
export interface ItemChange {
	readonly change: Change;
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
	{ was, is }: Substance,
): ItemChange {
	const gained = knowledge === "known" ? "drawn-out" : "learned";
	const options = base.options?.scores.length ?? 0;
	if (was !== is) {
		// With two options there is no other wrong one: what the base did not know and loses was a guess.
		const guess = options === 2 && was && knowledge === "unknown";
		if (guess) return { change: "unchanged", luck: { [gained]: 1 } };
		return { change: is ? gained : "damaged", luck: {} };
	}
	if (isRight(base) !== isRight(tuned)) return { change: "restyled", luck: {} };
	const other = !was && options > 2 && optionIn(base) !== optionIn(tuned);
	const part = 1 / (options - 2);
	return {
		change: "unchanged",
		luck: other ? { [gained]: part, damaged: part } : {},
	};
}

/** The option that was chosen: by its place if it was chosen by its letter, which depends on the order. */
function optionIn({ answer, options }: AskedPair["base"]): string | null {
	const letter = /^[A-Z]$/.test(answer ?? "");
	if (!letter || options === undefined) return answer;
	return String(options.listed[(answer as string).charCodeAt(0) - 65]);
}
