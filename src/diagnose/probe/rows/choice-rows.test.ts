import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { testFolder } from "../../../eval/testing/task-folder.ts";
import { choiceRows } from "./choice-rows.ts";
import { type ProbeColumns, readProbeRows } from "./probe-rows.ts";

const none: ProbeColumns = {
	...{ options: null, gold: null, wordings: null, topic: null },
};

async function read(
	lines: readonly (Readonly<Record<string, unknown>> | string)[],
	columns: Partial<ProbeColumns> = {},
) {
	const path = join(testFolder(), "rows.jsonl");
	const texts = lines.map((line) =>
		typeof line === "string" ? line : JSON.stringify(line),
	);
	writeFileSync(path, `${texts.join("\n")}\n`);
	return readProbeRows(path, { ...none, ...columns }, null);
}

const options = ["red", "green", "blue"];

test.each([
	[{ question: "q", options, gold: "green" }, 1],
	[{ question: "q", options, gold: "C" }, 2],
	[{ question: "q", options, gold: 0 }, 0],
	[{ question: "q", choices: options, answer: " Blue. " }, 2],
	[{ question: "q", options: JSON.stringify(options), gold: "b" }, 1],
])("options and the right one: %o", async (row, gold) => {
	const { rows, excluded } = await read([row]);
	expect(excluded).toEqual([]);
	const { choices } = choiceRows(rows, { options: 4, seed: 0 });
	expect(choices[0]).toMatchObject({
		...{ id: "rows.jsonl:1", options, gold, open: false },
		value: { options, gold, probed: "rows.jsonl:1", paraphrases: [] },
	});
});

test("a number names a place and a text what an option says, as in choice tasks", async () => {
	const sums = ["2", "0", "1"];
	const { rows, excluded } = await read([
		{ question: "place?", options: sums, gold: 1 },
		{ question: "text?", options: sums, gold: "1" },
		{ question: "numbers?", options: [2, 0, 1], gold: 0 },
		{ question: "no place?", options: [3, 4, 5], gold: 4 },
	]);
	expect(rows.map(({ answer }) => answer)).toEqual(["0", "1", "2"]);
	expect(excluded.map(({ id, kind }) => [id, kind])).toEqual([
		["rows.jsonl:4", "answer-not-an-option"],
	]);
	expect(excluded[0]?.reason).toContain("The number 4 is not the place");
});

test("rows that cannot be asked are left out, each with a kind and a sentence", async () => {
	const { rows, excluded } = await read([
		{ question: "no answer?" },
		{ question: "blank?", answer: "  " },
		{ question: "twice?", options: ["a", "b", "A."], gold: 0 },
		{ question: "not there?", options, gold: "pink" },
		{ question: "which?", options },
		{ question: "no list?", options: 7, gold: 0 },
		{ text: "asks nothing" },
		{ nothing: 1 },
		"{broken",
		{ question: "fine?", options, gold: 0 },
	]);
	expect(rows.map(({ id }) => id)).toEqual(["rows.jsonl:10"]);
	expect(excluded.map(({ id, kind }) => [id, kind])).toEqual([
		["rows.jsonl:1", "no-answer"],
		["rows.jsonl:2", "no-answer"],
		["rows.jsonl:3", "duplicate-options"],
		["rows.jsonl:4", "answer-not-an-option"],
		["rows.jsonl:5", "no-answer"],
		["rows.jsonl:6", "unreadable"],
		["rows.jsonl:7", "unreadable"],
		["rows.jsonl:8", "unreadable"],
		["rows.jsonl:9", "unreadable"],
	]);
	for (const { reason } of excluded) expect(reason).toMatch(/^[A-Z].*\.$/);
});

const capitals = [
	["France", "Paris"],
	["Japan", "Tokyo"],
	["Peru", "Lima"],
	["Kenya", "Nairobi"],
	["Canada", "Ottawa"],
	["Norway", "Oslo"],
].map(([country, answer]) => ({
	...{
		question: `What is the capital of ${country}?`,
		answer,
		topic: "places",
	},
}));
const numbers = [12, 40, 96, 60].map((answer, i) => ({
	...{
		question: `How many legs have ${i + 1} insects?`,
		answer,
		topic: "sums",
	},
}));

test("wrong options are answers to other questions of the same form, the same for the same seed", async () => {
	const { rows } = await read([...capitals, ...numbers]);
	const draw = (seed: number) => choiceRows(rows, { options: 4, seed }).choices;
	const choices = draw(0);
	expect(choices).toHaveLength(10);
	const towns = new Set(capitals.map(({ answer }) => answer));
	for (const { options, gold, question, open } of choices) {
		expect(open).toBe(true);
		expect(new Set(options).size).toBe(4);
		const right = [...capitals, ...numbers].find(
			(row) => row.question === question,
		);
		expect(options[gold]).toBe(String(right?.answer));
		const inTowns = options.filter((option) => towns.has(option)).length;
		expect([0, 4]).toContain(inTowns);
	}
	expect(draw(0)).toEqual(choices);
	expect(draw(1).map(({ options }) => options)).not.toEqual(
		choices.map(({ options }) => options),
	);
	// The right option is not always at the same place.
	expect(new Set(choices.map(({ gold }) => gold)).size).toBeGreaterThan(1);
});

test("an answer that says the right one, or answers the same question, is no wrong option", async () => {
	const { rows } = await read([
		{ question: "Where is Ann from?", answer: "Paris" },
		{ question: "Where is Bob from?", answer: "Paris France" },
		{ question: "Where is Ann from?", answer: "Lyon" },
		...["Oslo", "Lima"].map((answer) => ({ question: `${answer}?`, answer })),
	]);
	const { choices, excluded } = choiceRows(rows, { options: 3, seed: 0 });
	expect(excluded).toEqual([]);
	expect([...(choices[0]?.options ?? [])].sort()).toEqual([
		...["Lima", "Oslo", "Paris"],
	]);
});

test("topics are never mixed; too few answers and long ones are exclusions", async () => {
	const long = "A paragraph of an answer. It goes on. And on. It never ends.";
	const rows = [
		...capitals,
		{ question: "Who wrote Emma?", answer: "Austen", topic: "books" },
		{ question: "Explain rain.", answer: long, topic: "places" },
	];
	const read1 = await read(rows, { topic: "topic" });
	const { choices, excluded } = choiceRows(read1.rows, { options: 4, seed: 0 });
	expect(choices).toHaveLength(6);
	expect(choices.flatMap(({ options }) => options)).not.toContain("Austen");
	expect(excluded).toEqual([
		{
			...{ id: "rows.jsonl:7", kind: "too-few-distractors" },
			reason:
				'3 other answers are needed as wrong options; the rows have 0 of the same form (name) with the topic "books".',
		},
		expect.objectContaining({ id: "rows.jsonl:8", kind: "not-testable" }),
	]);
});

test("other wordings come from a named column, columns keep texts and numbers", async () => {
	const { rows, columns } = await read(
		[{ question: "q", options, gold: 0, also: ["p", "r"], n: 7, list: [1] }],
		{ wordings: "also" },
	);
	const { choices } = choiceRows(rows, { options: 4, seed: 0 });
	expect(columns).toEqual(["question", "options", "gold", "also", "n", "list"]);
	expect(choices[0]?.value.paraphrases).toEqual(["p", "r"]);
	expect(choices[0]?.columns).toEqual({ n: "7" });
});
