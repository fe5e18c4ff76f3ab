import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import {
	collect,
	generate,
	jsonLines,
	labSets,
	makeWorld,
	openGenerator,
	openTemplate,
	openTokenizer,
	shippedSeed,
} from "../src/index.ts";
import { retainedFacts } from "../src/lab/sets/fact-sets.ts";

const hash = (text: string) => createHash("sha256").update(text).digest("hex");

const folder = "models/lab";
const committed = JSON.parse(
	readFileSync("scripts/lab/hashes.json", "utf8"),
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
	const tokenizer = await openTokenizer(folder);
	const template = await openTemplate(folder);
	const prompts = rows.map(({ question: content }) => {
		const messages = [{ role: "user", content }];
		const text = template!.render(messages, { addGenerationPrompt: true });
		return tokenizer.encode(text, { addSpecial: false });
	});
	const cpu = { device: "cpu", threads: 1 } as const;
	const generator = await openGenerator(folder, null, cpu);
	const answers = await collect(
		generate(generator.base, prompts, {
			maxNewTokens: 16,
			sampling: { kind: "greedy" },
			seed: 0,
			stopIds: [...tokenizer.endOfTurn],
			stopStrings: [],
			batchRows: 40,
			newText: null,
		}),
	);
	await generator.dispose();
	const right = rows.filter(({ answer }, i) => {
		const ids = [...(answers[i]?.ids ?? [])];
		return tokenizer.decode(ids, { skipSpecial: true }) === answer;
	});
	expect(right.length).toBeGreaterThanOrEqual(38);
});
