import type { RandomStream } from "../core/random.ts";
import type { Turn } from "./row.ts";

export const letters = ["A", "B", "C", "D"] as const;

/** A question with four options, one of which is right. */
export interface Choice {
	readonly question: string;
	readonly options: readonly string[];
	/** Place of the right one, from 0. */
	readonly gold: number;
}

/** Puts the right option at `gold` and the wrong ones, shuffled, in the other places. */
export function makeChoice(
	random: RandomStream,
	question: string,
	right: string,
	wrong: readonly string[],
	gold: number,
): Choice {
	const options = random.shuffle([...wrong]);
	options.splice(gold, 0, right);
	return { question, options, gold };
}

/** Places of right options for so many questions: each of the four once in every four. */
export function balancedPlaces(random: RandomStream, count: number): number[] {
	const places = letters.map((_, place) => place);
	return Array.from({ length: Math.ceil(count / places.length) }, () =>
		random.shuffle([...places]),
	)
		.flat()
		.slice(0, count);
}

/** The question with its options listed, answered by a letter: `B.` */
export function letteredTurn({ question, options, gold }: Choice): Turn {
	const listed = options.map((option, i) => `${letters[i]}. ${option}`);
	return {
		question: [question, ...listed].join("\n"),
		answer: `${letters[gold]}.`,
	};
}
