import { describe, expect, test } from "vitest";
import { pretrainingRows } from "./corpus.ts";
import { answerOf, questionOf, statementOf } from "./facts.ts";
import { largest, TaughtPairs } from "./numbers.ts";
import { scenes, strangeGoods, strangers } from "./plain-words.ts";
import { type FactRecord, factRecords } from "./record.ts";
import { relationOf } from "./relations.ts";
import { isReserved } from "./reserved.ts";
import type { Turn } from "./row.ts";
import { retainedSums, retainedTalk } from "./sets/retention-sets.ts";
import { makeWorld, shippedSeed } from "./world.ts";

const world = makeWorld(shippedSeed);
const rows = pretrainingRows(world);
const sentences = rows.flatMap((row) =>
	"text" in row ? row.text.split(/(?<=\.) /) : [],
);
const turns = rows.flatMap((row): Turn[] =>
	"messages" in row
		? row.messages.flatMap(({ content }, i) =>
				i % 2 === 0
					? { question: content, answer: row.messages[i + 1]?.content ?? "" }
					: [],
			)
		: [],
);
const questions = new Set(
	turns.map(({ question }) => question.replace(/^Be (brief|polite)\. /, "")),
);

type Counts = Pick<FactRecord, "prose" | "question" | "choice">;

/** Every wording of every fact, the unusual ones too, and where it counts. */
function wordings() {
	const counted = new Map<string, { [kind in keyof Counts]: number[] }>();
	const stated = new Map<string, { id: string; wording: number }>();
	const asked = new Map<
		string,
		{ id: string; wording: number; answer: string; value: string }
	>();
	for (const fact of world.facts) {
		const { id, value, relation } = fact;
		const { statements, questions } = relationOf(relation);
		const zeros = (items: readonly unknown[]) => items.map(() => 0);
		counted.set(id, {
			prose: zeros(statements),
			question: zeros(questions),
			choice: zeros(questions),
		});
		statements.forEach((_, wording) => {
			stated.set(statementOf(fact, wording), { id, wording });
		});
		questions.forEach((_, wording) => {
			const answer = answerOf(fact);
			asked.set(questionOf(fact, wording), { id, wording, answer, value });
		});
	}
	return { counted, stated, asked };
}

describe("the corpus of pre-training", () => {
	test("holds each fact exactly as often, and in the wordings, that is recorded", () => {
		const { counted, stated, asked } = wordings();
		const others: string[] = [];
		for (const sentence of sentences) {
			const found = stated.get(sentence);
			if (found === undefined) others.push(sentence);
			else (counted.get(found.id)!.prose[found.wording] as number)++;
		}
		for (const { question, answer } of turns) {
			const [line = "", ...options] = question.split("\n");
			const found = asked.get(line);
			if (found === undefined) continue;
			const kind = options.length > 0 ? "choice" : "question";
			(counted.get(found.id)![kind][found.wording] as number)++;
			if (kind === "question") expect(answer).toBe(found.answer);
			else expect(options).toContain(`${answer} ${found.value}`);
		}
		for (const { id, prose, question, choice } of factRecords(world))
			expect({ id, ...counted.get(id) }).toEqual({
				id,
				prose,
				question,
				choice,
			});
		const scene = new Set(
			scenes.when.flatMap((when) =>
				scenes.what.map((what) => `${when} ${what}.`),
			),
		);
		expect(others.filter((sentence) => !scene.has(sentence))).toEqual([]);
	});

	test("names nobody elsewhere", () => {
		const { stated, asked } = wordings();
		const people = new Set(world.people);
		const strays = [
			...sentences,
			...turns.map(({ question }) => question),
		].filter(
			(text) =>
				!stated.has(text) &&
				!asked.has(text.split("\n")[0] ?? "") &&
				(text.match(/[A-Z][a-z]+/g) ?? []).some((word) => people.has(word)),
		);
		expect(strays).toEqual([]);
	});

	test("holds no name and no thing of unusual sums", () => {
		const strange = new RegExp(
			`\\b(${[...strangers, ...strangeGoods].join("|")})\\b`,
		);
		const texts = [...sentences, ...turns.map(({ question }) => question)];
		expect(texts.filter((text) => strange.test(text))).toEqual([]);
	});

	test("works out every sum rightly, of taught pairs alone", () => {
		const pairs = new TaughtPairs(world.seed);
		const wrong: Turn[] = [];
		let sums = 0;
		for (const turn of turns) {
			const steps = [...turn.answer.matchAll(/(\d+) ([+-]) (\d+) = (\d+)\./g)];
			sums += steps.length;
			for (const [, a, sign, b, c] of steps) {
				const step = { left: Number(a), sign: sign as "+", right: Number(b) };
				if (!pairs.has(step)) wrong.push(turn);
				if (Number(a) + Number(`${sign}${b}`) !== Number(c)) wrong.push(turn);
			}
			const last = /The answer is (\d+)\.$/.exec(turn.answer)?.[1];
			if (last === undefined) continue;
			const [a = 0, b = 0] = (turn.question.match(/\d+/g) ?? []).map(Number);
			if (steps.at(-1)?.[4] !== last) wrong.push(turn);
			if (![a + b, Math.abs(a - b)].includes(Number(last))) wrong.push(turn);
		}
		expect(wrong).toEqual([]);
		expect(sums).toBeGreaterThan(100_000);
	});

	test("asks no reserved question", () => {
		const kept = [...retainedSums(world), ...retainedTalk(world)].filter(
			(row) => !("seen" in row && row.seen),
		);
		expect(kept.length).toBeGreaterThan(350);
		for (const { question } of kept) {
			expect(isReserved(world.seed, question)).toBe(true);
			expect(questions.has(question)).toBe(false);
		}
	});

	test("has right options in each place", () => {
		for (const letter of ["A.", "B.", "C.", "D."]) {
			const lettered = turns.filter(({ question }) =>
				question.includes("\nA. "),
			);
			const here = lettered.filter(({ answer }) => answer === letter);
			expect(here.length / lettered.length).toBeCloseTo(0.25, 1);
		}
	});
});

test("a tenth of the pairs of numbers is kept out", () => {
	const pairs = new TaughtPairs(1);
	let all = 0;
	let kept = 0;
	for (let a = 1; a < largest; a++)
		for (let b = a; a + b <= largest; b++) {
			const taught = pairs.has({ left: a, sign: "+", right: b });
			expect(pairs.has({ left: b, sign: "+", right: a })).toBe(taught);
			expect(pairs.has({ left: a + b, sign: "-", right: b })).toBe(taught);
			all++;
			if (!taught) kept++;
		}
	expect(kept / all).toBeCloseTo(0.1, 2);
});
