import { describe, expect, test } from "vitest";
import { tinyTokenizer } from "../../test/fixtures/tiny-model.ts";
import { rowEncoder } from "../text/row-encoder.ts";
import type { Example } from "./example.ts";
import { type ReadOptions, readExamples } from "./read-examples.ts";

const encode = rowEncoder({ tokenizer: tinyTokenizer(), template: null });

async function read(rows: [string, string][], options: ReadOptions) {
	const source = rows.map(([prompt, completion], i) => ({
		value: { prompt, completion },
		file: "a.jsonl",
		line: i + 1,
	}));
	const examples: Example[] = [];
	for await (const example of readExamples(source, encode, options)) {
		examples.push(example);
	}
	return examples;
}

// "QQQQ" and "ZZZZ" are four tokens each; eos makes a row of nine.
const row: [string, string] = ["QQQQ", "ZZZZ"];

describe("readExamples", () => {
	test("keeps order and place, and never supervises the first token", async () => {
		const examples = await read([row, ["", "Z"]], {
			maxLength: 9,
			tooLong: "refuse",
		});
		expect(examples.map(({ id }) => id)).toEqual(["a.jsonl:1", "a.jsonl:2"]);
		expect(examples.map(({ mask }) => [...mask])).toEqual([
			[0, 0, 0, 0, 1, 1, 1, 1, 1],
			[0, 1],
		]);
	});

	test("long rows are refused, cut or dropped", async () => {
		const rows = [row, ["Q", "Z"] as [string, string]];
		const told: [string, number][] = [];
		const onTooLong = (id: string, length: number) => told.push([id, length]);
		const rule = { maxLength: 6, onTooLong };
		await expect(read(rows, { ...rule, tooLong: "refuse" })).rejects.toThrow(
			/^a.jsonl:1: expected at most 6 tokens, found 9/,
		);
		const cut = await read(rows, { ...rule, tooLong: "truncate" });
		expect(cut.map(({ mask }) => [...mask])).toEqual([
			[0, 0, 0, 0, 1, 1],
			[0, 1, 1],
		]);
		const kept = await read(rows, { ...rule, tooLong: "drop" });
		expect(kept.map(({ id }) => id)).toEqual(["a.jsonl:2"]);
		expect(told).toEqual(Array(3).fill(["a.jsonl:1", 9]));
		const fits = (maxLength: number) =>
			read(rows, { maxLength, tooLong: "fit" });
		expect(await fits(6)).toEqual(cut);
		expect(await fits(4)).toEqual(kept);
	});

	test("nothing to learn is refused, also when the cut made it so", async () => {
		await expect(
			read([["QQQQ", ""]], { maxLength: 9, tooLong: "refuse" }),
		).rejects.toThrow(
			/^a.jsonl:1: .*at least one token to learn, found none among 5/,
		);
		await expect(
			read([row], { maxLength: 4, tooLong: "truncate" }),
		).rejects.toThrow(/none within the first 4 of 9 tokens.*Raise/);
	});
});
