import type { Choice } from "../choice.ts";
import { letteredTurn } from "../choice.ts";
import { answerOf, questionOf } from "../facts.ts";
import { relationOf, usualWordings } from "../relations.ts";
import type { Turn } from "../row.ts";
import type { ExposureClass, Fact } from "../world.ts";

/** A question of a test, with the truth about it. */
export interface TestRow extends Turn {
	/** The set and the place in it: `sums/test/12`. */
	readonly id: string;
	/** Whether the wording is one that no training row uses. */
	readonly ood: boolean;
}

/** A test of a fact: how often the base model saw it, and the other possible answers. */
export interface FactRow extends TestRow {
	/** The fact's id. */
	readonly fact: string;
	readonly value: string;
	readonly exposures: ExposureClass;
	readonly channel: "told" | "asked" | null;
	/** Which of the relation's questions. */
	readonly wording: number;
	/** Four answers, the right one at `gold`. */
	readonly options: readonly string[];
	/** From 0. */
	readonly gold: number;
	/** The question with the four values listed, to be answered by `letter`. */
	readonly lettered: string;
	readonly letter: string;
}

/** A fact asked in a wording, beside the options of `choice`. */
export function factRow(
	id: string,
	fact: Fact,
	wording: number,
	choice: Choice,
): FactRow {
	const { question: lettered, answer: letter } = letteredTurn(choice);
	return {
		id,
		question: questionOf(fact, wording),
		answer: answerOf(fact),
		fact: fact.id,
		value: fact.value,
		exposures: fact.exposures,
		channel: fact.channel,
		wording,
		ood: isUnusual(fact, wording),
		options: choice.options.map((value) => answerOf(fact, value)),
		gold: choice.gold,
		lettered,
		letter,
	};
}

/** Whether that question is out of distribution. */
export const isUnusual = ({ relation }: Fact, wording: number): boolean =>
	wording >= usualWordings(relationOf(relation).questions);
