import { RandomStream } from "../../../src/core/random.ts";
import { balancedPlaces, type Choice } from "../../../src/lab/choice.ts";
import { answerOf, factChoice, questionOf } from "../../../src/lab/facts.ts";
import { relationOf, usualWordings } from "../../../src/lab/relations.ts";
import { type FactRow, factRow } from "../../../src/lab/sets/test-row.ts";
import {
	type Fact,
	factsMet,
	makeWorld,
	shippedSeed,
} from "../../../src/lab/world.ts";

export const world = makeWorld(shippedSeed);

/** Facts of each pool that no tuning is about. */
const kept = 120;

const neverMet = split(factsMet(world, 0));
const wellKnown = split(
	[...factsMet(world, 64), ...factsMet(world, 256)].filter(
		({ channel }) => channel === "asked",
	),
);

function split(facts: readonly Fact[]) {
	const all = new RandomStream(0, "diagnose/pools").shuffle([...facts]);
	return { kept: all.slice(0, kept), taught: all.slice(kept) };
}

const ordered = (seed: number, facts: readonly Fact[]): Fact[] =>
	new RandomStream(seed, "diagnose/order").shuffle([...facts]);

/** Facts that the base never met, in an order of the seed. */
export const newFacts = (seed: number): Fact[] =>
	ordered(seed, neverMet.taught);

/** Facts that the base was asked for and met 64 times or more, in an order of the seed. */
export const knownFacts = (seed: number): Fact[] =>
	ordered(seed, wellKnown.taught);

/** Facts of both pools that no tuning is about. */
export const keptFacts = { known: wellKnown.kept, control: neverMet.kept };

/** A question for a fact with its options and with the other usual wordings. */
export interface AskedFact extends FactRow {
	readonly wordings: readonly string[];
	readonly relation: string;
}

/** Facts asked in the wordings that `wordingOf` gives, with right options as often in each place. */
export function askedFacts(
	seed: number,
	name: string,
	facts: readonly Fact[],
	wordingOf: (place: number) => number,
): AskedFact[] {
	const random = new RandomStream(seed, `diagnose/${name}`);
	const places = balancedPlaces(random, facts.length);
	return facts.map((fact, i) => {
		const wording = wordingOf(i);
		const choice: Choice = factChoice(random, fact, wording, places[i] ?? 0);
		const { questions } = relationOf(fact.relation);
		const others = [...Array(usualWordings(questions)).keys()];
		return {
			...factRow(`${name}/${i}`, fact, wording, choice),
			relation: fact.relation,
			wordings: others
				.filter((other) => other !== wording)
				.map((other) => questionOf(fact, other)),
		};
	});
}

export interface TaughtRow {
	readonly messages: readonly {
		readonly role: string;
		readonly content: string;
	}[];
}

/** A demonstration of a fact; `say` gives the answer another form, `value` another truth. */
export const taught = (
	fact: Fact,
	wording: number,
	{
		say = (answer: string) => answer,
		value = fact.value,
	}: {
		readonly say?: (answer: string) => string;
		readonly value?: string;
	} = {},
): TaughtRow => ({
	messages: [
		{ role: "user", content: questionOf(fact, wording) },
		{ role: "assistant", content: say(answerOf(fact, value)) },
	],
});
