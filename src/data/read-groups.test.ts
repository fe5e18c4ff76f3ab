import { describe, expect, test } from "vitest";
import { tinyTokenizer } from "../../test/fixtures/tiny-model.ts";
import { type RowEncoder, rowEncoder } from "../text/row-encoder.ts";
import type { Group } from "./example.ts";
import { type ReadOptions, readGroups } from "./read-groups.ts";

const parts = { tokenizer: tinyTokenizer(), template: null };
const demonstrations = rowEncoder({ ...parts, wants: "demonstrations" });
const pairs = rowEncoder({ ...parts, wants: "pairs" });
const labels = rowEncoder({ ...parts, wants: "labels" });

async function groupsOf(
	values: Record<string, unknown>[],
	encode: RowEncoder,
	options: ReadOptions,
): Promise<Group[]> {
	const rows = values.map((value, i) => ({
		value,
		file: "a.jsonl",
		line: i + 1,
	}));
	const groups: Group[] = [];
	for await (const group of readGroups(rows, encode, options)) {
		groups.push(group);
	}
	return groups;
}

async function read(rows: [string, string][], options: ReadOptions) {
	const values = rows.map(([prompt, completion]) => ({ prompt, completion }));
	const groups = await groupsOf(values, demonstrations, options);
	expect(groups.every((group) => group.length === 1)).toBe(true);
	return groups.flat();
}

// "QQQQ" and "ZZZZ" are four tokens each; eos makes a row of nine.
const row: [string, string] = ["QQQQ", "ZZZZ"];

describe("readGroups, demonstrations", () => {
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
		expect(told).toEqual(Array(2).fill(["a.jsonl:1", 9]));
		const fits = (maxLength: number) =>
			read(rows, { maxLength, tooLong: "truncate-or-drop" });
		expect(await fits(6)).toEqual(cut);
		expect(await fits(4)).toEqual(kept);
	});

	test("nothing to learn is refused, also when the cut made it so", async () => {
		await expect(
			read([["QQQQ", ""]], { maxLength: 9, tooLong: "refuse" }),
		).rejects.toThrow(
			/^a.jsonl:1: .*at least one token to train on, found none among 5/,
		);
		await expect(
			read([row], { maxLength: 4, tooLong: "truncate" }),
		).rejects.toThrow(/none within the first 4 of 9 tokens.*Raise/);
	});
});

const pair = (chosen: string, rejected: string, prompt = "QQ") => ({
	prompt,
	chosen,
	rejected,
});
const whole: ReadOptions = { maxLength: 99, tooLong: "refuse" };
const shapes = (groups: Group[]) =>
	groups.map((group) =>
		group.map(({ id, liked, mask }) => [id, liked, mask.length]),
	);

describe("readGroups, pairs", () => {
	test("chosen and rejected stay together, under one name", async () => {
		const rows = [pair("Z", "ZZ"), pair("ZZZ", "Z")];
		expect(shapes(await groupsOf(rows, pairs, whole))).toEqual([
			[
				["a.jsonl:1", true, 4],
				["a.jsonl:1", false, 5],
			],
			[
				["a.jsonl:2", true, 6],
				["a.jsonl:2", false, 4],
			],
		]);
	});

	test("as labels each answer stands alone", async () => {
		const rows = [pair("Z", "ZZ")];
		expect(shapes(await groupsOf(rows, labels, whole))).toEqual([
			[["a.jsonl:1", true, 4]],
			[["a.jsonl:1", false, 5]],
		]);
	});

	test("a pair with one long side goes or is cut as a whole", async () => {
		const rows = [pair("Z", "ZZZZZ"), pair("Z", "ZZ")];
		const told: unknown[] = [];
		const onTooLong = (id: string, length: number) => told.push([id, length]);
		const rule = { maxLength: 6, onTooLong };
		await expect(
			groupsOf(rows, pairs, { ...rule, tooLong: "refuse" }),
		).rejects.toThrow(
			/^a.jsonl:1, rejected: expected at most 6 tokens, found 8/,
		);
		const dropped = await groupsOf(rows, pairs, { ...rule, tooLong: "drop" });
		expect(dropped.map(([one]) => one?.id)).toEqual(["a.jsonl:2"]);
		const cut = await groupsOf(rows, pairs, { ...rule, tooLong: "truncate" });
		expect(shapes(cut)[0]).toEqual([
			["a.jsonl:1", true, 4],
			["a.jsonl:1", false, 6],
		]);
		expect(told).toEqual(Array(2).fill(["a.jsonl:1", 8]));
		const labelled = await groupsOf(rows, labels, { ...rule, tooLong: "drop" });
		expect(labelled.flat().map(({ id }) => id)).toEqual([
			"a.jsonl:2",
			"a.jsonl:2",
		]);
	});

	test("a cut that leaves a side nothing, or both the same, takes the pair", async () => {
		const fit = { maxLength: 4, tooLong: "truncate-or-drop" } as const;
		const truncate = { ...fit, tooLong: "truncate" } as const;
		const bare = pair("Z", "ZZ", "QQQQ");
		expect(await groupsOf([bare], pairs, fit)).toEqual([]);
		await expect(groupsOf([bare], pairs, truncate)).rejects.toThrow(
			/^a.jsonl:1, chosen: .* found none within the first 4 of 6 tokens/,
		);
		const alike = pair("ZZZ", "ZZQ");
		expect(await groupsOf([alike], pairs, fit)).toEqual([]);
		await expect(groupsOf([alike], pairs, truncate)).rejects.toThrow(
			/^a.jsonl:1, rejected: expected an answer other than the chosen one, found the same within the first 4 tokens/,
		);
	});

	test.each([
		["as texts", pair("Z", "Z")],
		// The text of the end token and the one that is added are one token.
		["as tokens", pair("Z", "Z<|im_end|>")],
	])("the same answer twice, %s", async (_, row) => {
		const good = pair("Z", "ZZ");
		for (const encode of [pairs, labels])
			await expect(
				groupsOf([good, row], encode, {
					maxLength: 99,
					tooLong: "truncate-or-drop",
				}),
			).rejects.toThrow(
				/^a.jsonl:2, rejected: expected an answer other than the chosen one, found the same, token for token/,
			);
	});
});
