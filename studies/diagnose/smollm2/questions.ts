import { RandomStream } from "../../../src/core/random.ts";
import type { Country, Element, Facts } from "./packages.ts";

/** A multiple-choice question as a row. */
export interface QuestionRow {
	readonly question: string;
	/** Other wordings of it. */
	readonly wordings: readonly string[];
	readonly options: readonly string[];
	/** The text of the right option. */
	readonly gold: string;
	readonly topic: string;
	/** The country or element that it is about. */
	readonly subject: string;
	/** Third of the countries by population, or of the elements by atomic number. */
	readonly rarity: "common" | "medium" | "rare";
	/** Of a country; null for an element. */
	readonly population: number | null;
	/** Atomic number of an element; null for a country. */
	readonly number: number | null;
}

type Draft = Omit<QuestionRow, "options" | "topic"> & {
	/** Wrong options from which three are drawn, the preferred ones first. */
	readonly wrong: readonly (readonly string[])[];
};

interface Topic {
	readonly name: string;
	readonly questions: number;
	/** Questions with one answer, so that none is right too often. */
	readonly perAnswer: number;
	readonly drafts: (facts: Facts) => readonly Draft[];
}

/** Examples of each topic, about subjects that no question of the topic is about. */
const examplesPerTopic = 4;

const thirds = ["common", "medium", "rare"] as const;

function thirdOf(place: number, count: number): QuestionRow["rarity"] {
	return thirds[Math.min(2, Math.floor((3 * place) / count))] ?? "rare";
}

/** Whether the question would tell the answer: `Algeria`, `Algiers`. */
function tells(subject: string, answer: string): boolean {
	const start = (text: string) => text.toLowerCase().slice(0, 4);
	return subject
		.split(" ")
		.some((word) =>
			answer.split(" ").some((one) => start(one) === start(word)),
		);
}

function aboutCountries(
	facts: Facts,
	ask: (country: Country) => {
		readonly wordings: readonly [string, string, string];
		readonly gold: string | null;
		readonly wrong: readonly (readonly string[])[];
	},
): Draft[] {
	const byPopulation = facts.countries.toSorted(
		(a, b) => b.population - a.population,
	);
	return byPopulation.flatMap((country, place) => {
		const { gold, wordings, wrong } = ask(country);
		if (gold === null || tells(country.name, gold)) return [];
		const [question, ...others] = wordings;
		const { name, population } = country;
		const rarity = thirdOf(place, byPopulation.length);
		return [
			{
				...{ question, wordings: others, gold, wrong, rarity, population },
				...{ subject: name, number: null },
			},
		];
	});
}

function aboutElements(
	{ elements }: Facts,
	ask: (element: Element) => {
		readonly wordings: readonly [string, string, string];
		readonly gold: string;
		readonly wrong: readonly (readonly string[])[];
	},
): Draft[] {
	return elements.map((element) => {
		const { gold, wordings, wrong } = ask(element);
		const [question, ...others] = wordings;
		const { name, number } = element;
		const rarity = thirdOf(number - 1, elements.length);
		return {
			...{ question, wordings: others, gold, wrong, rarity, number },
			...{ subject: name, population: null },
		};
	});
}

const topics: readonly Topic[] = [
	{
		name: "capitals",
		questions: 100,
		perAnswer: 1,
		drafts: (facts) =>
			aboutCountries(facts, ({ named, capital, continents }) => ({
				wordings: [
					`What is the capital of ${named}?`,
					`Which city is the capital of ${named}?`,
					`Name the capital city of ${named}.`,
				],
				gold: capital,
				wrong: [
					facts.countries
						.filter((other) => other.continents[0] === continents[0])
						.map((other) => other.capital),
				],
			})),
	},
	{
		name: "currencies",
		questions: 60,
		perAnswer: 4,
		drafts: (facts) =>
			aboutCountries(facts, ({ named, currencies }) => ({
				wordings: [
					`What is the currency of ${named}?`,
					`Which currency is used in ${named}?`,
					`Name the currency of ${named}.`,
				],
				gold: currencies.length === 1 ? (currencies[0] as string) : null,
				wrong: [facts.countries.flatMap((other) => other.currencies)],
			})),
	},
	{
		name: "languages",
		questions: 45,
		perAnswer: 6,
		drafts: (facts) =>
			aboutCountries(facts, ({ named, languages }) => ({
				wordings: [
					`What is an official language of ${named}?`,
					`Which language is official in ${named}?`,
					`Name an official language of ${named}.`,
				],
				gold: languages[0] ?? null,
				wrong: [
					facts.countries
						.flatMap((other) => other.languages)
						.filter((language) => !languages.includes(language)),
				],
			})),
	},
	{
		name: "continents",
		questions: 45,
		perAnswer: 12,
		drafts: (facts) =>
			aboutCountries(facts, ({ name, named, continents }) => ({
				wordings: [
					`On which continent is ${named}?`,
					`Which continent is ${named} part of?`,
					`Name the continent of ${named}.`,
				],
				gold:
					continents.length === 1 && !name.includes("Africa")
						? (continents[0] as string)
						: null,
				wrong: [facts.countries.flatMap((other) => other.continents)],
			})),
	},
	{
		name: "symbols",
		questions: 50,
		perAnswer: 1,
		drafts: (facts) =>
			aboutElements(facts, ({ name, symbol }) => ({
				wordings: [
					`What is the chemical symbol of ${name}?`,
					`Which symbol stands for the element ${name}?`,
					`Name the chemical symbol for ${name}.`,
				],
				gold: symbol,
				wrong: [
					facts.elements
						.filter((other) => other.symbol[0] === symbol[0])
						.map((other) => other.symbol),
					facts.elements.map((other) => other.symbol),
				],
			})),
	},
	{
		name: "atomic numbers",
		questions: 40,
		perAnswer: 1,
		drafts: (facts) =>
			aboutElements(facts, ({ name, number }) => ({
				wordings: [
					`What is the atomic number of ${name}?`,
					`Which atomic number does ${name} have?`,
					`Name the atomic number of the element ${name}.`,
				],
				gold: String(number),
				wrong: [
					facts.elements
						.filter((other) => Math.abs(other.number - number) <= 12)
						.map((other) => String(other.number)),
				],
			})),
	},
];

export interface QuestionSet {
	readonly questions: readonly QuestionRow[];
	readonly examples: readonly QuestionRow[];
}

/** Questions of all topics, and examples that are not among them; the same for the same facts. */
export function makeQuestions(facts: Facts): QuestionSet {
	const parts = topics.map((topic) => ofTopic(topic, facts));
	return {
		questions: parts.flatMap(({ questions }) => questions),
		examples: parts.flatMap(({ examples }) => examples),
	};
}

function ofTopic(topic: Topic, facts: Facts): QuestionSet {
	const random = new RandomStream(0, `questions of ${topic.name}`);
	const counts = new Map<string, number>();
	const kept = random.shuffle([...topic.drafts(facts)]).filter(({ gold }) => {
		const count = (counts.get(gold) ?? 0) + 1;
		counts.set(gold, count);
		return count <= topic.perAnswer;
	});
	const needed = topic.questions + examplesPerTopic;
	if (kept.length < needed)
		throw new Error(`${topic.name}: ${kept.length} of ${needed} questions`);
	const rows = kept
		.slice(0, needed)
		.map((draft, i) => rowOf(draft, topic.name, i, random));
	return {
		questions: rows.slice(0, topic.questions),
		examples: rows.slice(topic.questions),
	};
}

/** Three wrong options are drawn; the right one stands at every place equally often. */
function rowOf(
	{ wrong, question, wordings, gold, ...about }: Draft,
	topic: string,
	index: number,
	random: RandomStream,
): QuestionRow {
	const others = new Set<string>();
	for (const some of wrong)
		for (const option of random.shuffle([...new Set(some)]))
			if (option !== gold && others.size < 3) others.add(option);
	if (others.size < 3) throw new Error(`${question}: too few wrong options`);
	const options = [...others];
	options.splice(index % 4, 0, gold);
	return { question, wordings, options, gold, topic, ...about };
}
