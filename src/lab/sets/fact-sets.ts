import { RandomStream } from "../../core/random.ts";
import { balancedPlaces } from "../choice.ts";
import { drawSome } from "../draw.ts";
import { factChoice, factTurn } from "../facts.ts";
import { relationOf, usualWordings } from "../relations.ts";
import { conversation, type LabMessage } from "../row.ts";
import { exposureClasses, type Fact, factsMet, type World } from "../world.ts";
import { type FactRow, factRow } from "./test-row.ts";

/** Wordings of the facts that are taught: two in training, one to watch it by, one for the test. */
const taughtWordings = [0, 1] as const;
const watchedWording = 2;
const testedWording = 3;

/** Facts that the base never met and that are taught, and those that are never taught either. */
function unmet(world: World): { taught: Fact[]; control: Fact[] } {
	const random = new RandomStream(world.seed, "lab/facts/taught");
	const facts = random.shuffle(factsMet(world, 0));
	return { taught: facts.slice(0, 360), control: facts.slice(360) };
}

export interface TaughtRow {
	readonly messages: readonly LabMessage[];
	readonly fact: string;
	readonly wording: number;
}

const taughtRow = (fact: Fact, wording: number): TaughtRow => ({
	...conversation([factTurn(fact, wording)]),
	fact: fact.id,
	wording,
});

/** Each taught fact in two wordings. */
export function factTraining(world: World): TaughtRow[] {
	const rows = unmet(world).taught.flatMap((fact) =>
		taughtWordings.map((wording) => taughtRow(fact, wording)),
	);
	return new RandomStream(world.seed, "lab/facts/train").shuffle(rows);
}

/** The taught facts in a third wording. */
export const factHeldOut = (world: World): TaughtRow[] =>
	unmet(world).taught.map((fact) => taughtRow(fact, watchedWording));

/** The taught facts in a wording that the base knows and training does not use. */
export const factTest = (world: World): FactRow[] =>
	factRows(world, "facts/test", unmet(world).taught, () => testedWording);

/** The taught facts in a wording that nobody knows. */
export const factOod = (world: World): FactRow[] =>
	factRows(world, "facts/ood", unmet(world).taught, unusualWording);

/** Facts that neither the base nor training met: an answerer that gets them right has been told, or guesses. */
export const factControl = (world: World): FactRow[] =>
	factRows(world, "facts/control", unmet(world).control, () => testedWording);

/** Of each exposure class so many facts, in a wording of pre-training. */
export const choiceQuestions = (world: World): FactRow[] =>
	factRows(world, "choices/test", chosen(world), usualWording);

/** The same facts in wordings that nobody knows. */
export const choiceOod = (world: World): FactRow[] =>
	factRows(world, "choices/ood", chosen(world), unusualWording);

const perClass = 160;

function chosen(world: World): Fact[] {
	const random = new RandomStream(world.seed, "lab/choices/facts");
	return exposureClasses.flatMap((exposures) =>
		drawSome(random, factsMet(world, exposures), perClass),
	);
}

/** What the base should still know after tuning: facts asked for and met 64 times or more. */
export const retainedFacts = (world: World): FactRow[] =>
	factRows(world, "retention/facts", wellKnown(world, 240), usualWording);

/** Well-known facts, each in all its wordings: a model that knows a thing knows it however it is asked. */
export function rewordedFacts(world: World): FactRow[] {
	const facts = wellKnown(world, 60).flatMap((fact) =>
		relationOf(fact.relation).questions.map((_, wording) => ({
			fact,
			wording,
		})),
	);
	return factRows(
		world,
		"consistency/facts",
		facts.map(({ fact }) => fact),
		(_, i) => facts[i]?.wording as number,
	);
}

function wellKnown(world: World, count: number): Fact[] {
	const random = new RandomStream(world.seed, `lab/known/${count}`);
	const met = [...factsMet(world, 64), ...factsMet(world, 256)];
	return drawSome(
		random,
		met.filter(({ channel }) => channel === "asked"),
		count,
	);
}

/** Usual or unusual wordings in turn. */
const usualWording = (fact: Fact, i: number) =>
	i % usualWordings(relationOf(fact.relation).questions);

function unusualWording(fact: Fact, i: number): number {
	const { questions } = relationOf(fact.relation);
	const usual = usualWordings(questions);
	return usual + (i % (questions.length - usual));
}

/** Test rows, with right options as often in each of the four places. */
function factRows(
	{ seed }: World,
	name: string,
	facts: readonly Fact[],
	wordingOf: (fact: Fact, i: number) => number,
): FactRow[] {
	const random = new RandomStream(seed, `lab/${name}`);
	const places = balancedPlaces(random, facts.length);
	return facts.map((fact, i) => {
		const wording = wordingOf(fact, i);
		const choice = factChoice(random, fact, wording, places[i] as number);
		return factRow(`${name}/${i}`, fact, wording, choice);
	});
}
