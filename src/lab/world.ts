import { TemperError } from "../core/error.ts";
import { RandomStream } from "../core/random.ts";
import { drawNames } from "./names.ts";
import {
	type Relation,
	type RelationName,
	relations,
	usualWordings,
} from "./relations.ts";

/** How often a fact occurs in pre-training. */
export const exposureClasses = [0, 1, 4, 16, 64, 256] as const;
export type ExposureClass = (typeof exposureClasses)[number];

/** Where a fact is met: stated in prose, asked in a dialogue, or asked with four options. */
export type ExposureKind = "prose" | "question" | "choice";

/** One occurrence of a fact. `wording` counts the relation's statements for prose, its questions otherwise. */
export interface Exposure {
	readonly kind: ExposureKind;
	readonly wording: number;
}

/** A fact of the world, and how often the base model saw it. */
export interface Fact {
	/** `home/17`: relation and number of the person. */
	readonly id: string;
	readonly person: string;
	readonly relation: RelationName;
	readonly value: string;
	/** How often pre-training holds it. */
	readonly exposures: ExposureClass;
	/** `told`: only ever stated in prose. `asked`: also asked for. Null for what was not met. */
	readonly channel: "told" | "asked" | null;
	/** Every one of them, in no order. */
	readonly met: readonly Exposure[];
}

export interface World {
	readonly seed: number;
	readonly people: readonly string[];
	/** All relations of the first person, then of the next. */
	readonly facts: readonly Fact[];
}

/** The seed of the world that models/lab was trained on. */
export const shippedSeed = 4;

/** People of each exposure class, per relation. Every relation's number of values divides it. */
const peoplePerClass = 80;

/**
 * The world of a seed. Exposure classes are drawn so that each relation has equally many facts of each class, and values
 * so that each value is equally frequent within each class: neither the frequency of a value in the corpus nor the
 * values that are left over say anything about a fact that was not seen. Throws `recipe` for a seed that is no whole number from 0.
 */
export function makeWorld(seed: number): World {
	if (!Number.isSafeInteger(seed) || seed < 0)
		throw new TemperError("recipe", {
			where: "seed of the laboratory's world",
			expected: "a whole number, 0 or above",
			found: String(seed),
		});
	const people = drawNames(
		new RandomStream(seed, "lab/names"),
		peoplePerClass * exposureClasses.length,
	);
	const columns = relations.map((relation) =>
		drawFacts(seed, relation, people),
	);
	const facts = people.flatMap((_, i) =>
		columns.map((facts) => facts[i] as Fact),
	);
	return { seed, people, facts };
}

function drawFacts(
	seed: number,
	relation: Relation,
	people: readonly string[],
): Fact[] {
	const { name, values } = relation;
	const random = new RandomStream(seed, `lab/facts/${name}`);
	const places = people.map((_, i) => placeOf(i, values));
	return random.shuffle(places).map((place, i) => ({
		id: `${name}/${i}`,
		person: people[i] as string,
		relation: name,
		...place,
		met: drawExposures(random, relation, place),
	}));
}

/** What the i-th fact of a relation is, before they are shuffled: of each value and class one is told, the others asked for. */
function placeOf(
	i: number,
	values: readonly string[],
): Pick<Fact, "exposures" | "value" | "channel"> {
	const exposures = exposureClasses[
		Math.floor(i / peoplePerClass)
	] as ExposureClass;
	const told = i % peoplePerClass < values.length;
	const channel = told ? "told" : "asked";
	return {
		exposures,
		value: values[i % values.length] as string,
		channel: exposures === 0 ? null : channel,
	};
}

/** Of what is asked for, 45% is stated, 45% asked and 10% asked with options, each exposure by its own draw. */
function drawExposures(
	random: RandomStream,
	{ statements, questions }: Relation,
	{ exposures, channel }: Pick<Fact, "exposures" | "channel">,
): Exposure[] {
	return Array.from({ length: exposures }, () => {
		const at = random.uniform();
		const told = channel === "told" || at < 0.45;
		const kind = told ? "prose" : at < 0.9 ? "question" : "choice";
		const wordings = usualWordings(told ? statements : questions);
		return { kind, wording: random.integer(wordings) };
	});
}

/** Facts by class of exposure. */
export const factsMet = (world: World, exposures: ExposureClass): Fact[] =>
	world.facts.filter((fact) => fact.exposures === exposures);
