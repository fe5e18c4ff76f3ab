import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import {
	compareRow,
	matrixTemplate,
	matrixTokenizer,
	type Outcome,
	type Recorded,
	readMatrix,
} from "./compare.ts";

const folder = new URL("families/", import.meta.url);
const read = (name: string) => readFileSync(new URL(name, folder), "utf8");
const recorded = JSON.parse(read("transformers.json")) as Recorded;
const matrix = readMatrix();

/** Rows that a family's template cannot write whole; every other row has transformers' text and ids. */
const unwritten: Readonly<Record<string, Readonly<Record<string, string[]>>>> =
	{
		llama2: {
			refused: ["tools", "a thought", "long ids"],
			error: ["calls as objects", "calls as text"],
		},
		llama3: { refused: ["a thought"] },
		mistral: { refused: ["system", "multi-turn", "a thought"] },
		qwen2_5: { refused: ["a thought"] },
		qwen3: { part: ["thoughts of several turns"] },
		gemma3: {
			refused: ["tools", "a thought", "long ids"],
			error: ["calls as objects", "calls as text"],
		},
		smollm2: {
			refused: [
				...["tools", "calls as objects", "calls as text"],
				...["a thought", "long ids"],
			],
		},
		smollm3: {
			refused: ["calls as objects", "calls as text", "a thought", "long ids"],
		},
		phi: {
			refused: [
				...["tools", "calls as objects", "calls as text"],
				...["a thought", "long ids"],
			],
		},
		"deepseek-r1": {
			refused: [
				...["tools", "calls as objects", "calls as text"],
				...["a thought", "a thought in the content"],
				...["thoughts of several turns", "long ids"],
			],
		},
		hermes: { refused: ["a thought"] },
		granite: { refused: ["a thought"] },
		chatml: {
			refused: [
				...["tools", "calls as objects", "calls as text"],
				...["a thought", "long ids"],
			],
		},
	};

test.each(Object.entries(recorded.families))(
	"%s: every row is transformers' text and ids, or refused",
	(family, { names, rows }) => {
		const text = read(`${family}.jinja`);
		const tokenizer = matrixTokenizer(matrix, names);
		const template = matrixTemplate(text, matrix, names);
		const parts = { matrix, tokenizer, template };
		const expected = (name: string): Outcome["kind"] => {
			const kinds = Object.entries(unwritten[family] ?? {});
			const found = kinds.find(([, list]) => list.includes(name));
			return (found?.[0] ?? "identical") as Outcome["kind"];
		};
		for (const row of matrix.rows) {
			const { kind, reason } = compareRow(row, rows[row.name] ?? {}, parts);
			expect([row.name, kind, kind === "different" ? reason : ""]).toEqual([
				...[row.name, expected(row.name), ""],
			]);
		}
	},
);

test("prompts are transformers' too", () => {
	let compared = 0;
	for (const [family, { names, rows }] of Object.entries(recorded.families)) {
		const template = matrixTemplate(read(`${family}.jinja`), matrix, names);
		for (const row of matrix.rows) {
			const { prompt = null } = rows[row.name] ?? {};
			if (prompt === null || row.tools !== undefined) continue;
			const messages = row.messages.slice(0, 1);
			const options = { addGenerationPrompt: true };
			expect(template.render(messages, options)).toBe(prompt);
			compared++;
		}
	}
	expect(compared).toBeGreaterThan(100);
});
