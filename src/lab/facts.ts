import type { RandomStream } from "../core/random.ts";
import { type Choice, makeChoice } from "./choice.ts";
import { drawSome } from "./draw.ts";
import { relationOf } from "./relations.ts";
import type { Turn } from "./row.ts";
import type { Fact } from "./world.ts";

/** The sentence that states a fact. */
export function statementOf(fact: Fact, wording: number): string {
	const say = relationOf(fact.relation).statements[wording];
	return (say as NonNullable<typeof say>)(fact.person, fact.value);
}

export function questionOf(fact: Fact, wording: number): string {
	const ask = relationOf(fact.relation).questions[wording];
	return (ask as NonNullable<typeof ask>)(fact.person);
}

/** How a question for a fact is answered: `In Fenwick.` */
export function answerOf({ relation, value }: Fact, other = value): string {
	return `${relationOf(relation).answer(other)}.`;
}

export function factTurn(fact: Fact, wording: number): Turn {
	return { question: questionOf(fact, wording), answer: answerOf(fact) };
}

/** The question for a fact beside its value and three others of the relation. */
export function factChoice(
	random: RandomStream,
	fact: Fact,
	wording: number,
	gold: number,
): Choice {
	const { values } = relationOf(fact.relation);
	const others = values.filter((value) => value !== fact.value);
	return makeChoice(
		random,
		questionOf(fact, wording),
		fact.value,
		drawSome(random, others, 3),
		gold,
	);
}
