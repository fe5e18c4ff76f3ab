import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { greedyAnswers } from "../models/make/blank/greedy-answers.ts";
import { trainTokenizer } from "../models/make/blank/train-tokenizer.ts";
import { corpus, type Row } from "../models/make/toy/corpus.ts";
import { readProbe } from "../models/make/toy/read-probe.ts";

const folder = "models/toy";

const textsOf = (rows: readonly Row[]) =>
	rows.flatMap(({ messages }) => messages.map(({ content }) => content));

test("the tokenizer that ships is the one that its corpus makes", () => {
	const probe = readProbe();
	const { train } = corpus(16_000, 120, 7, probe.vocabulary);
	const texts = [...textsOf(train), ...textsOf(probe.rows)];
	const shipped = readFileSync(`${folder}/tokenizer.json`, "utf8");
	expect(`${JSON.stringify(trainTokenizer(texts, 1024))}\n`).toBe(shipped);
});

test("none of the example rows is in the corpus", () => {
	const { train } = corpus(16_000, 0, 7, readProbe().vocabulary);
	const taught = new Set(textsOf(train));
	const rows = readFileSync("examples/rows.jsonl", "utf8").trim().split("\n");
	for (const row of rows)
		for (const text of textsOf([JSON.parse(row) as Row]))
			expect(taught).not.toContain(text);
});

test("it answers what it was taught, batched, with the sums in order", async () => {
	const expected = new Map([
		["What is 3 plus 4?", "3 plus 4 is 7."],
		["What does Kip eat?", "Kip eats cheese."],
		["Which day comes after Monday?", "Tuesday comes after Monday."],
		["Where does Mira live?", "I do not know Mira."],
		["Spell river.", "r-i-v-e-r."],
	]);
	const questions = [...expected.keys()];
	const options = { maxNewTokens: 24, batchRows: 5 };
	expect(await greedyAnswers(folder, questions, options)).toEqual([
		...expected.values(),
	]);
});
