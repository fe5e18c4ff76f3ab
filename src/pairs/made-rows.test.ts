import { expect, test } from "vitest";
import { tinyTokenizer } from "../../test/fixtures/tiny-model.ts";
import { exactFloat } from "../formats/json/exact-number.ts";
import { type Provenance, pairLine } from "./made-rows.ts";
import type { PairAnswer } from "./pair-answer.ts";
import { pairPrompt } from "./pair-prompt.ts";

const text = { tokenizer: tinyTokenizer(), template: null };
const value = { prompt: "The sum is", answer: 4 };
const plain = pairPrompt({ value, file: "rows.jsonl", line: 1 }, text);
const answer = (written: string, sample: number): PairAnswer => ({
	...{ written, text: written.trim(), tokens: 2, sample },
	example: {
		id: "",
		ids: new Int32Array(),
		mask: new Uint8Array(),
		liked: true,
	},
});
const provenance: Provenance = {
	...{ temper: "1", adapter: null, sampling: {}, seed: 3, calibrated: false },
	...{ model: { name: "m", sha256: "h" }, judge: { kind: "demonstration" } },
};
const made = (prompt: typeof plain) =>
	JSON.parse(
		pairLine(
			{ prompt, provenance },
			{
				...{ chosen: answer(" 4", 1), rejected: answer(" 5", 0) },
				...{ confidence: 2 / 3, evidence: 1 },
				scores: { chosen: 1, rejected: 0 },
			},
		),
	);

test("a plain text keeps the white space that training concatenates", () => {
	expect(made(plain)).toEqual({
		...{ prompt: "The sum is", chosen: " 4", rejected: " 5" },
		...{ source: "model-made", confidence: 0.666667 },
		made: {
			...{ row: "rows.jsonl:1", samples: { chosen: 1, rejected: 0 } },
			...{ evidence: 1, scores: { chosen: 1, rejected: 0 } },
			...provenance,
		},
	});
});

test("a chat keeps its messages, its tools and their numbers", () => {
	const asked = [{ role: "user", content: "2 + 2?" }];
	const tools = [{ name: "add", default: exactFloat(1) }];
	const row = pairLine(
		{ prompt: { ...plain, asked, tools }, provenance },
		{
			...{ chosen: answer(" 4", 1), rejected: answer("5", 0) },
			...{ confidence: 0.9, evidence: 1, scores: { chosen: 1, rejected: 0 } },
		},
	);
	expect(row).toContain('"default":1.0');
	expect(JSON.parse(row)).toMatchObject({
		prompt: asked,
		chosen: [{ role: "assistant", content: "4" }],
		rejected: [{ role: "assistant", content: "5" }],
	});
});

test("a thought that the prompt opened is opened again in the answer", () => {
	const asked = [{ role: "user", content: "2 + 2?" }];
	const thinking = { ...plain.thinking, opened: true };
	const { chosen } = made({ ...plain, asked, thinking } as typeof plain);
	expect(chosen[0].content).toBe("<think>\n4");
});
