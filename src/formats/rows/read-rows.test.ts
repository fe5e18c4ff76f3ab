import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TemperError } from "../../core/error.ts";
import {
	ExactNumber,
	exactFloat,
	exactInteger,
	numberText,
} from "../json/exact-number.ts";
import { orderedEntries } from "../json/key-order.ts";
import { readRows } from "./read-rows.ts";

let folder: string;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), "temper-rows-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function collect(path: string) {
	const rows: { value: unknown; line: number }[] = [];
	for await (const { value, line } of readRows(path))
		rows.push({ value, line });
	return rows;
}

async function read(name: string, content: string | Uint8Array) {
	const path = join(folder, name);
	await writeFile(path, content);
	return collect(path);
}

async function refusal(name: string, content: string | Uint8Array) {
	const error = await read(name, content).then(
		() => null,
		(caught: unknown) => caught,
	);
	expect(error).toBeInstanceOf(TemperError);
	expect((error as TemperError).code).toBe("data");
	return (error as TemperError).message.replace(`${folder}/`, "");
}

describe("JSON lines", () => {
	it("numbers lines, skips blank ones, takes a byte order mark and CRLF", async () => {
		const text = '\ufeff{"a":1}\r\n\r\n  \n{"a":"ü🙂"}';
		expect(await read("a.jsonl", text)).toEqual([
			{ value: { a: 1 }, line: 1 },
			{ value: { a: "ü🙂" }, line: 4 },
		]);
	});

	it("joins lines that cross chunks of the file", async () => {
		const rows = Array.from({ length: 40 }, (_, i) => ({
			text: "é".repeat(50_000 + i),
		}));
		const text = rows.map((row) => JSON.stringify(row)).join("\n");
		const found = await read("long.jsonl", text);
		expect(found.map((row) => row.value)).toEqual(rows);
		expect(found.at(-1)?.line).toBe(40);
	});

	it.each([
		[
			'{"a":1}\n{"a":}',
			'a.jsonl line 2 column 6: expected a value, found "}".',
		],
		['{"a":1', 'a.jsonl line 1 column 7: expected "," or "}", found the end.'],
		["[1]", "a.jsonl line 1: expected a JSON object, found an array."],
		[
			'{"a":1,"a":2}',
			'a.jsonl line 1 column 8: expected every key once, found "a" a second time.',
		],
		["", "a.jsonl: expected at least one row, found an empty file."],
		["\n \n", "a.jsonl: expected at least one row, found none."],
		[
			"[".repeat(2000),
			"a.jsonl line 1 column 101: expected at most 100 levels of nesting, found more.",
		],
	])("refuses %j", async (text, message) => {
		expect(await refusal("a.jsonl", text)).toBe(message);
	});

	it("keeps the digits of numbers and takes Python's NaN", async () => {
		const text = '{"id":12345678901234567890,"x":[2.0,NaN,0.5]}';
		const [row] = await read("n.jsonl", text);
		const { id, x } = (row as { value: unknown }).value as {
			id: number;
			x: number[];
		};
		expect(numberText(id)).toBe("12345678901234567890");
		expect(x.map(numberText)).toEqual(["2.0", "NaN", "0.5"]);
	});

	it("refuses half of a surrogate pair with its line and column", async () => {
		const text = '{"a":"fine"}\n{"a":"\\ud83d\\ude00 \\ud83d"}';
		expect(await refusal("s.jsonl", text)).toBe(
			"s.jsonl line 2 column 20: expected whole Unicode characters, found \\ud83d, half of a surrogate pair.",
		);
		expect(await refusal("s.json", `[\n{"\\udc00":1}]`)).toContain(
			"s.json line 2 column 3: expected whole Unicode characters",
		);
	});

	it("names the byte that is not UTF-8, whatever follows it", async () => {
		const good = Buffer.from('{"a":1}\n{"b":"');
		for (const bad of [[0xff], [0xe2, 0x82], [0xc3, 0x41], [0xed, 0xa0, 0x80]])
			expect(
				await refusal("u.jsonl", Buffer.concat([good, Buffer.from(bad)])),
			).toContain(`0x${bad[0]?.toString(16)} at byte offset ${good.length}`);
	});

	it("refuses a line over 64 MiB", async () => {
		const text = new Uint8Array((64 << 20) + 2).fill(0x20);
		expect(await refusal("b.jsonl", text)).toContain("at most 64 MiB");
	});
});

describe("JSON", () => {
	it("streams an array and keeps lines", async () => {
		const text = '\ufeff \n[ {"a":"[],{}\\"]"},\n\n {"b":[{"c":1}]}\n]\n ';
		expect(await read("a.json", text)).toEqual([
			{ value: { a: '[],{}"]' }, line: 2 },
			{ value: { b: [{ c: 1 }] }, line: 4 },
		]);
	});

	it("reads one object per line where the file starts with an object", async () => {
		expect(await read("l.json", '{"a":1}\n{"a":2}')).toHaveLength(2);
	});

	it.each([
		["[]", "expected at least one row, found none"],
		['[{"a":1},]', "line 1 column 10: expected a value, found the end"],
		['[{"a":1}\n,{"a" 2}]', 'line 2 column 7: expected ":", found "2"'],
		[
			'[{"a":1}',
			"line 1: expected the array to end, found the end of the file",
		],
		["[1]", "line 1: expected a JSON object, found a number"],
		['[{"a":1}] x', 'line 1: expected nothing after the array, found "x"'],
		['"text"', 'line 1: expected a JSON array of objects, found "\\""'],
		["[}", "line 1"],
	])("refuses %j", async (text, message) => {
		expect(await refusal("a.json", text)).toContain(message);
	});
});

describe("CSV", () => {
	it("reads quotes, line breaks in fields and their lines", async () => {
		const text = '\ufeffprompt,answer\n"a, ""b""","c\nd"\ne,ü\n';
		expect(await read("a.csv", text)).toEqual([
			{ value: { prompt: 'a, "b"', answer: "c\nd" }, line: 2 },
			{ value: { prompt: "e", answer: "ü" }, line: 4 },
		]);
		expect(await read("a.tsv", "a\tb\n1\t2,3")).toEqual([
			{ value: { a: "1", b: "2,3" }, line: 2 },
		]);
	});

	it.each([
		[
			"a,a\n1,2",
			'line 1, column 2: expected a header that names every column once, found "a" a second time',
		],
		["a,b\n1,2\n1,2,3", "line 3"],
		['a,b\n1,"2', "line 2"],
		["a,b\n", "expected at least one row, found none"],
	])("refuses %j", async (text, message) => {
		expect(await refusal("a.csv", text)).toContain(message);
	});

	it("names the byte that is not UTF-8", async () => {
		const bytes = Buffer.concat([
			Buffer.from("a\nü"),
			Buffer.from([0xfc, 0x0a]),
		]);
		expect(await refusal("u.csv", bytes)).toContain("0xfc at byte offset 4");
	});
});

describe("Parquet", () => {
	const fixtures = join(import.meta.dirname, "../../../test/fixtures/formats");

	it.each(["snappy", "zstd"])(
		"reads nested columns compressed by %s as plain values",
		async (codec) => {
			const rows = await collect(join(fixtures, `rows-${codec}.parquet`));
			expect(rows.map((row) => row.line)).toEqual([1, 2, 3]);
			expect(rows.map((row) => row.value)).toEqual([
				{
					messages: [
						{ role: "user", content: "Grüße 🙂" },
						{ role: "assistant", content: "ok" },
					],
					id: 1,
					score: 0.5,
					tags: ["a", "b"],
					meta: { lang: "de", n: 3 },
				},
				{
					messages: [],
					id: exactInteger(2n ** 60n),
					score: null,
					tags: null,
					meta: { n: -1 },
				},
				{
					messages: [{ role: "user", content: "x" }],
					id: -3,
					score: exactFloat(2),
					tags: ["c"],
					meta: null,
				},
			]);
		},
	);

	it("keeps numbers, and leaves out the nulls that pad structs", async () => {
		const path = join(fixtures, "rows-values.parquet");
		const [first, second] = (await collect(path)).map((row) => row.value) as [
			Record<string, never>,
			Record<string, never>,
		];
		const { messages, codes, ...columns } = first;
		expect(JSON.parse(JSON.stringify(messages))).toEqual([
			{ role: "user", content: "Cancel it" },
			{
				role: "assistant",
				tool_calls: [
					{
						type: "function",
						function: {
							name: "cancel",
							arguments: {
								order_id: Number(1234567890123456789n),
								refund: 20,
								items: [{ sku: "a" }, { n: 2 }],
							},
						},
					},
					{ type: "function", function: { name: "ping", arguments: {} } },
				],
			},
		]);
		const texts = Object.entries(columns).map(([name, value]) => [
			name,
			typeof value === "number" || (value as unknown) instanceof ExactNumber
				? numberText(value)
				: value,
		]);
		expect(Object.fromEntries(texts)).toEqual({
			id: "-9007199254740993",
			big: "18446744073709551615",
			score: "2.0",
			half: "0.5",
			price: "123456789012345678901234567890.05",
			small: "-0.007",
			at: "2026-05-04T03:02:01.000Z",
			labels: { k: null, l: "v" },
			raw: '{"n": 1.0}',
		});
		expect(orderedEntries(codes as unknown as object)).toEqual([
			["b", 1],
			["10", 2],
			["9", 3],
		]);
		expect(second).toMatchObject({
			id: 7,
			big: 7,
			score: null,
			codes: { 9: 3 },
		});
	});

	it("refuses a codec by name", async () => {
		await expect(collect(join(fixtures, "rows-lz4.parquet"))).rejects.toThrow(
			"LZ4",
		);
	});

	it("refuses what is no Parquet file", async () => {
		expect(await refusal("a.parquet", "not a parquet file at all")).toContain(
			"expected a whole Parquet file",
		);
		expect(await refusal("b.parquet", "")).toContain("an empty file");
	});
});

it("refuses unknown formats and missing files", async () => {
	expect(await refusal("a.xlsx", "x")).toContain("found .xlsx");
	await expect(collect(join(folder, "none.jsonl"))).rejects.toThrow(
		"found nothing at this path (ENOENT)",
	);
	await expect(collect(`${folder}.jsonl`)).rejects.toThrow(TemperError);
});

it("hands lines that are no rows to whoever asks, and goes on", async () => {
	const path = join(folder, "mixed.jsonl");
	const text = '{"a":1}\n{"a":\n[2]\n\n{"b":"\xff"}\n{"a":3}\n';
	await writeFile(path, Buffer.from(text, "latin1"));
	const bad: string[] = [];
	const lines: number[] = [];
	const onBad = ({ where }: TemperError) => bad.push(where);
	for await (const { line } of readRows(path, { onBad })) lines.push(line);
	expect(lines).toEqual([1, 6]);
	expect(bad).toEqual([
		`${path} line 2 column 6`,
		`${path} line 3`,
		`${path} line 5`,
	]);
	await expect(collect(path)).rejects.toThrow("line 2 column 6");
	await writeFile(path, "[]");
	const none = async () => {
		for await (const _ of readRows(path, { onBad })) throw new Error("a row");
	};
	await none();
	expect(bad).toHaveLength(4);
});
