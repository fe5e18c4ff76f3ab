import { expect, test } from "vitest";
import { factRecords } from "./record.ts";
import { relations, unusualWordings } from "./relations.ts";
import { exposureClasses, factsMet, makeWorld, shippedSeed } from "./world.ts";

const world = makeWorld(shippedSeed);

/** How often each key occurs. */
function tally<T>(items: readonly T[], keyOf: (item: T) => string) {
	const counts = new Map<string, number>();
	for (const item of items)
		counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
	return counts;
}

test("everybody has a name of their own and one fact of each relation", () => {
	expect(new Set(world.people).size).toBe(480);
	expect(world.facts).toHaveLength(480 * relations.length);
	const ids = new Set(world.facts.map(({ id }) => id));
	expect(ids.size).toBe(world.facts.length);
	for (const person of world.people)
		expect(
			world.facts
				.filter((fact) => fact.person === person)
				.map((f) => f.relation),
		).toEqual(relations.map(({ name }) => name));
});

test("each value is equally frequent in each class, so that guessing gets chance", () => {
	for (const exposures of exposureClasses) {
		const facts = factsMet(world, exposures);
		expect(facts).toHaveLength(480);
		const counts = tally(
			facts,
			({ relation, value }) => `${relation} ${value}`,
		);
		for (const { name, values } of relations)
			for (const value of values)
				expect(counts.get(`${name} ${value}`)).toBe(80 / values.length);
	}
});

test("values say nothing of other values of the same person", () => {
	// Of 480 people about 480 / (20 x 20) share a home and a work; a tie between them would show as a few large counts.
	const pairs = world.people.map((_, i) => {
		const [home, work] = world.facts.slice(6 * i, 6 * i + 2);
		return `${home?.value} ${work?.value}`;
	});
	const counts = tally(pairs, (pair) => pair);
	expect(Math.max(...counts.values())).toBeLessThan(8);
	expect(counts.size).toBeGreaterThan(240);
});

test("the record counts every exposure, none of them in an unusual wording", () => {
	const sum = (counts: readonly number[]) => counts.reduce((a, b) => a + b, 0);
	for (const record of factRecords(world)) {
		const { prose, question, choice, exposures, channel } = record;
		expect(sum(prose) + sum(question) + sum(choice)).toBe(exposures);
		for (const counts of [prose, question, choice])
			expect(sum(counts.slice(-unusualWordings))).toBe(0);
		if (channel === "told") expect(sum(question) + sum(choice)).toBe(0);
		expect(channel === null).toBe(exposures === 0);
	}
});

test("of each value and class one fact is told and the others are asked for", () => {
	for (const exposures of exposureClasses.slice(1)) {
		const facts = factsMet(world, exposures);
		const told = facts.filter(({ channel }) => channel === "told");
		expect(told).toHaveLength(relations.flatMap(({ values }) => values).length);
		const values = tally(told, ({ relation, value }) => `${relation} ${value}`);
		expect(new Set(values.values())).toEqual(new Set([1]));
	}
});

test("one seed, one world; another seed, another", () => {
	expect(makeWorld(shippedSeed)).toEqual(world);
	const other = makeWorld(shippedSeed + 1);
	expect(
		other.people.filter((name) => world.people.includes(name)).length,
	).toBeLessThan(100);
	const same = other.facts.filter(
		({ value }, i) => value === world.facts[i]?.value,
	);
	expect(same.length / other.facts.length).toBeLessThan(0.1);
});

test.each([-1, 0.5, Number.NaN])("refuses seed %s", (seed) => {
	expect(() => makeWorld(seed)).toThrow(/seed.*expected a whole number/);
});
