import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { greedyAnswers } from "../models/make/blank/greedy-answers.ts";
import { jsonLines, labSets, makeWorld, shippedSeed } from "../src/index.ts";
import { retainedFacts } from "../src/lab/sets/fact-sets.ts";

const hash = (text: string) => createHash("sha256").update(text).digest("hex");

const folder = "models/lab";
const committed = JSON.parse(
	readFileSync("models/make/lab/hashes.json", "utf8"),
) as Record<string, string>;

test("the world that ships is the one that its seed makes", () => {
	const world = makeWorld(shippedSeed);
	for (const { name, rows } of labSets)
		expect({ [name]: hash(jsonLines(rows(world))) }).toEqual({
			[name]: committed[name],
		});
});

test("the model has the tokenizer of its world, and its facts by heart", async () => {
	const shipped = readFileSync(`${folder}/tokenizer.json`, "utf8");
	expect(hash(shipped)).toBe(committed["blank/tokenizer.json"]);
	const rows = retainedFacts(makeWorld(shippedSeed)).slice(0, 40);
	const questions = rows.map(({ question }) => question);
	const options = { maxNewTokens: 16, batchRows: 40 };
	const answers = await greedyAnswers(folder, questions, options);
	const right = rows.filter(({ answer }, i) => answers[i] === answer);

	expect(right.length).toBeGreaterThanOrEqual(38);
});
