import { expect, test } from "vitest";
import { jsonLines, labSets } from "./lab-sets.ts";
import { relations, usualWordings } from "./relations.ts";
import type { LabMessage } from "./row.ts";
import * as facts from "./sets/fact-sets.ts";
import { pairHeldOut, pairTraining } from "./sets/pair-sets.ts";
import * as sums from "./sets/sum-sets.ts";
import type { FactRow } from "./sets/test-row.ts";
import { solution, solutionPaths } from "./two-step-sums.ts";
import { exposureClasses, makeWorld, shippedSeed } from "./world.ts";

const world = makeWorld(shippedSeed);
const asked = (row: { messages: readonly LabMessage[] }) =>
	row.messages[0]?.content ?? "";

function expectDisjoint(...splits: (readonly string[])[]): void {
	const all = splits.flat();
	expect(new Set(all).size).toBe(all.length);
}

const factTests: [name: string, rows: FactRow[]][] = [
	["facts/test", facts.factTest(world)],
	["facts/ood", facts.factOod(world)],
	["facts/control", facts.factControl(world)],
	["choices/test", facts.choiceQuestions(world)],
	["choices/ood", facts.choiceOod(world)],
	["consistency/facts", facts.rewordedFacts(world)],
	["retention/facts", facts.retainedFacts(world)],
];

test("splits of sums share no question", () => {
	expectDisjoint(
		sums.sumTraining(world).map(asked),
		sums.sumHeldOut(world).map(asked),
		sums.sumTest(world).map(({ question }) => question),
		sums.sumOod(world).map(({ question }) => question),
	);
});

test("splits of facts share no question; what is tested is what is taught", () => {
	const [test, ood, control] = factTests.map(([, rows]) => rows);
	const taught = facts.factTraining(world);
	expectDisjoint(
		taught.map(asked),
		facts.factHeldOut(world).map(asked),
		...[test, ood, control].map((rows) =>
			rows!.map(({ question }) => question),
		),
	);
	const ids = new Set(taught.map(({ fact }) => fact));
	expect(ids.size).toBe(360);
	expect(new Set(test!.map(({ fact }) => fact))).toEqual(ids);
	expect(new Set(ood!.map(({ fact }) => fact))).toEqual(ids);
	for (const { fact, exposures } of control!) {
		expect(ids.has(fact)).toBe(false);
		expect(exposures).toBe(0);
	}
	for (const { exposures } of test!) expect(exposures).toBe(0);
});

test("splits of pairs share no question, and both sides differ", () => {
	const rows = [...pairTraining(world), ...pairHeldOut(world)];
	expectDisjoint(rows.map(({ question }) => question));
	for (const { chosen, rejected } of rows) {
		expect(chosen).not.toBe(rejected);
		expect(chosen).toMatch(/^With pleasure\. .* I hope that helps\.$/);
	}
});

test("unusual wordings are in tests alone, and said to be unusual", () => {
	const unusual = new Set(
		world.facts.flatMap(({ person, relation }) => {
			const { questions } = relations.find(({ name }) => name === relation)!;
			return questions
				.slice(usualWordings(questions))
				.map((ask) => ask(person));
		}),
	);
	for (const row of [...facts.factTraining(world), ...facts.factHeldOut(world)])
		expect(unusual.has(asked(row))).toBe(false);
	for (const [, rows] of factTests)
		for (const { question, ood } of rows)
			expect(unusual.has(question)).toBe(ood);
});

test.each(factTests)(
	"options of %s hold the answer where it is said to be",
	(name, rows) => {
		const places = [0, 0, 0, 0];
		for (const { options, gold, answer, lettered, letter, value, id } of rows) {
			expect(id.startsWith(`${name}/`)).toBe(true);
			expect(new Set(options).size).toBe(4);
			expect(options[gold]).toBe(answer);
			expect(lettered.split("\n")[gold + 1]).toBe(`${letter} ${value}`);
			(places[gold] as number)++;
		}
		expect(places).toEqual(Array(4).fill(rows.length / 4));
	},
);

test("questions with options are of all classes alike, and balanced in each", () => {
	for (const rows of [facts.choiceQuestions(world), facts.choiceOod(world)])
		for (const exposures of exposureClasses)
			for (const gold of [0, 1, 2, 3])
				expect(
					rows.filter((r) => r.exposures === exposures && r.gold === gold),
				).toHaveLength(40);
});

test("two-step sums are right on every path, and paths are mixed", () => {
	for (const { numbers, result, answer, path } of [
		...sums.sumTest(world),
		...sums.sumOod(world),
	]) {
		const [start = 0, first = 0, second = 0] = numbers;
		expect(start + first + second).toBe(result);
		const change = (by: number) =>
			({ sign: by > 0 ? "+" : "-", by: Math.abs(by) }) as const;
		const sum = { start, changes: [change(first), change(second)] } as const;
		const solutions = solutionPaths.map((path) => solution(sum, path));
		expect(new Set(solutions).size).toBe(3);
		expect(answer).toBe(solutions[solutionPaths.indexOf(path)]);
		for (const text of solutions) {
			expect(text).toMatch(new RegExp(`The answer is ${result}\\.$`));
			for (const [, a, sign, b, c] of text.matchAll(
				/(\d+) ([+-]) (\d+) = (\d+)/g,
			))
				expect(Number(a) + Number(`${sign}${b}`)).toBe(Number(c));
		}
	}
	for (const path of solutionPaths) {
		const share = sums.sumTraining(world).filter((row) => row.path === path);
		expect(share.length / 2000).toBeCloseTo(1 / 3, 1);
	}
});

test("one seed, the same bytes; another seed, others", () => {
	const small = labSets.filter(({ name }) => name !== "pretraining/train");
	const other = makeWorld(shippedSeed + 1);
	for (const { rows } of small) {
		const bytes = jsonLines(rows(world));
		expect(jsonLines(rows(makeWorld(shippedSeed)))).toBe(bytes);
		expect(jsonLines(rows(other))).not.toBe(bytes);
	}
}, 120_000);
