import { readFileSync } from "node:fs";
import {
	type BadCase,
	check,
	generate,
	show,
	train,
	written,
} from "../bad-case.ts";

const parquet = readFileSync(
	new URL("../../fixtures/formats/rows-snappy.parquet", import.meta.url),
);
const good = '{"prompt":"Q","completion":"A"}\n';

/** Rows of a file, shown. */
function shown(
	name: string,
	file: string,
	content: string | Uint8Array,
	...says: string[]
): BadCase {
	return written(name, file, content, show(file), `DIR/${file}`, ...says);
}

/** Rows that are trained on. */
const trained = (
	name: string,
	content: string | Uint8Array,
	...says: string[]
) => written(name, "rows.jsonl", content, train(), "rows.jsonl", ...says);

const lines: BadCase[] = [
	shown("a line cut short", "a.jsonl", '{"text":"abc', "line 1 column 13"),
	trained("a bad third line", `${good}${good}{"text":}\n`, "line 3 column 9"),
	shown("a line that is a list", "a.jsonl", "[1]\n", "line 1", "a JSON object"),
	shown("single quotes", "a.jsonl", "{'text':'a'}\n", "line 1 column 2"),
	shown("a key twice", "a.jsonl", '{"text":"a","text":"b"}\n', "a second time"),
	shown("empty", "a.jsonl", "", "an empty file"),
	shown("only blank lines", "a.jsonl", "\n\n\n", "at least one row"),
	shown("only a byte order mark", "a.jsonl", "\ufeff", "at least one row"),
	shown("NUL bytes", "a.jsonl", "\0\0\0\n", "line 1"),
	shown(
		"UTF-16",
		"a.jsonl",
		Buffer.from('\ufeff{"text":"a"}', "utf16le"),
		"UTF-8",
	),
	shown(
		"Latin-1",
		"a.jsonl",
		Buffer.from('{"text":"caf\xe9"}\n', "latin1"),
		"line 1",
		"0xe9 at byte offset 12",
	),
	{
		...shown(
			"100,000 brackets",
			"a.jsonl",
			"[".repeat(1e5),
			"levels of nesting",
		),
		alone: true,
	},
	{
		name: "one line of 100 MB",
		spoil: (world) => world.write("a.jsonl", Buffer.alloc(1e8, "a")),
		argv: show("a.jsonl"),
		says: ["DIR/a.jsonl line 1", "at most 64 MiB"],
		alone: true,
	},
];

const files: BadCase[] = [
	shown(
		"an array that does not end",
		"a.json",
		'[{"text":"a"}',
		"line 1",
		"to end",
	),
	shown("an array of numbers", "a.json", "[1, 2]", "line 1", "a JSON object"),
	{
		...shown(
			"text behind the array",
			"a.json",
			'[{"text":"a"}] x',
			"nothing after",
		),
		argv: [...show("a.json"), "--count", "9"],
	},
	shown("an empty array", "a.json", "[]", "at least one row"),
	shown("a bare text", "a.json", '"text"', "a JSON array"),
	shown("quotes that do not close", "a.csv", 'text\n"abc\nd\n', "RFC 4180"),
	shown("a quote inside a field", "a.csv", 'text\nab"c"d\n', "line 2"),
	shown("columns too many", "a.csv", "text,id\na,1,2\n", "line 2"),
	shown("a column twice", "a.csv", "text,text\na,b\n", "line 1, column 2"),
	shown("no columns", "a.csv", ",\na,b\n", "an empty name"),
	shown("a header alone", "a.csv", "text\n", "at least one row"),
	{
		name: "a field of 100 MB",
		spoil: (world) => world.write("a.csv", Buffer.alloc(1e8, "a")),
		argv: show("a.csv"),
		says: ["DIR/a.csv", "expected"],
		alone: true,
	},
	shown(
		"Parquet cut short",
		"a.parquet",
		parquet.subarray(0, 900),
		"Parquet file",
	),
	shown("no Parquet", "a.parquet", "PAR1 and something else", "Parquet file"),
	shown(
		"Parquet with a damaged footer",
		"a.parquet",
		Buffer.from(parquet).fill(0xff, parquet.length - 60, parquet.length - 8),
		"Parquet file",
	),
	{
		...shown(
			"Parquet whose footer claims gigabytes",
			"a.parquet",
			Buffer.from(parquet).fill(0x7f, parquet.length - 8, parquet.length - 4),
			"Parquet file",
		),
		alone: true,
	},
	shown("a format that is not read", "a.xlsx", "x", "found .xlsx"),
	shown("no extension", "rows", "x", "no extension"),
];

const contents: BadCase[] = [
	trained("an empty row", "{}\n", ":1", "no columns"),
	trained("unknown columns", '{"foo":"a","bar":1}\n', ":1", "found foo, bar"),
	trained(
		"a text that is a number",
		'{"text":5}\n',
		":1, text",
		"expected a text",
	),
	trained("messages as text", '{"messages":"hi"}\n', ":1, messages"),
	trained("no messages", '{"messages":[]}\n', ":1, messages"),
	trained(
		"a message without a role",
		'{"messages":[{"content":"a"}]}\n',
		":1, messages[0].role",
	),
	trained(
		"a message whose content is an object",
		'{"messages":[{"role":"user","content":{}}]}\n',
		":1, messages[0].content",
	),
	trained(
		"a picture",
		'{"messages":[{"role":"user","content":[{"type":"image"}]}]}\n',
		":1, messages[0].content[0]",
		'type "image"',
	),
	trained(
		"nobody answers",
		'{"messages":[{"role":"user","content":"a"}]}\n',
		":1",
		"a message of the assistant",
	),
	trained("an answer of nothing", '{"prompt":"a","completion":""}\n', ":1"),
	trained(
		"turns that are all switched off",
		'{"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b","train":false}]}\n',
		":1",
		"at least one token to train on",
	),
	trained(
		"a preference pair",
		'{"prompt":"a","chosen":"b","rejected":"c"}\n',
		":1",
		"chosen and rejected",
	),
	trained(
		"a row beyond the window",
		`${good}${JSON.stringify({ text: "Hello there. ".repeat(99) })}\n`,
		":2",
		"at most 128 tokens",
	),
	{
		...trained(
			"only rows beyond the window",
			`{"text":"${"Hello. ".repeat(99)}"}\n`,
		),
		argv: train("--set", "data.tooLong=drop"),
		says: ["rows.jsonl", "only rows that are too long"],
	},
	{
		...trained(
			"an answer beyond the window",
			`{"prompt":"${"Hi. ".repeat(99)}","completion":"a"}\n`,
		),
		argv: train("--set", "data.tooLong=truncate"),
		says: ["rows.jsonl:1", "none within the first 128"],
	},
	{
		...trained("one row, of which a part is to be held out", good),
		says: ["held-out split", "at least two different prompts", "found 1"],
	},
	{
		name: "check: bad lines among good ones",
		spoil: (world) => world.write("a.jsonl", `${good}{\n${good}[]\n`),
		argv: check("a.jsonl"),
		says: ["DIR/a.jsonl", "2 of 4 that cannot be used"],
	},
	{
		name: "check: no row can be used",
		spoil: (world) => world.write("a.jsonl", "{}\n{}\n"),
		argv: check("a.jsonl"),
		says: ["DIR/a.jsonl", "found none"],
	},
	{
		name: "a row that is not there",
		spoil: (world) => world.write("a.jsonl", good),
		argv: [...show("a.jsonl"), "--row", "7"],
		says: ["DIR/a.jsonl", "a row 7"],
	},
	{
		name: "a prompt beyond the window",
		spoil: () => {},
		argv: generate("--prompt", "Hello there. ".repeat(99)),
		says: ["prompt 2", "1 to 127 tokens"],
	},
	{
		name: "prompts without a prompt",
		spoil: (world) => world.write("p.jsonl", '{"answer":"x"}\n'),
		argv: ["generate", "DIR/p.jsonl", "--model", "DIR/model"],
		says: ["DIR/p.jsonl:1", "found answer"],
	},
];

export const rows: readonly BadCase[] = [...lines, ...files, ...contents];
