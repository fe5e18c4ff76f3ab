import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { template, tinyTokenizer } from "../../../test/fixtures/tiny-model.ts";
import { readRows } from "../../formats/rows/read-rows.ts";
import type { Row } from "../../formats/rows/row.ts";
import type { EncodedAnswer } from "../encoded-row.ts";
import { rowEncoder } from "../row-encoder.ts";
import type { Wants } from "./wanted.ts";

const tokenizer = tinyTokenizer();
const chat = template(
	"{% if tools %}<tools>{{ tools | tojson }}</tools>{% endif %}{% for m in messages %}<|im_start|>{{ m.role }}\n{% for call in m.tool_calls or [] %}{{ call.function.name }} {{ call.function.arguments | tojson }};{% endfor %}{{ m.content or '' }}<|im_end|>\n{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}",
);
const encode = rowEncoder({
	tokenizer,
	wants: "demonstrations",
	template: chat,
});

let folder: string;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), "temper-values-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** The text of every row of a file, and what of it is learnt. */
async function taught(path: string) {
	const rows: { text: string; learnt: string }[] = [];
	for await (const row of readRows(path)) {
		const [{ ids, mask }] = encode(row).flat() as [EncodedAnswer];
		const show = (part: ArrayLike<number>) =>
			tokenizer.decode(part, { skipSpecial: false });
		rows.push({
			text: show(ids),
			learnt: show(ids.filter((_, t) => mask[t] === 1)),
		});
	}
	return rows;
}

const messages =
	'[{"role":"user","content":"Cancel order 9007199254740993."},{"role":"assistant","content":"","tool_calls":[{"function":{"name":"cancel","arguments":{"order":9007199254740993,"price":45.0,"rate":1e-7,"note":null}}}]}]';
const tools =
	'[{"function":{"name":"cancel","parameters":{"properties":{"order":{"maximum":18446744073709551615,"minimum":1.0}}}}}]';
const learnt =
	'cancel {"order": 9007199254740993, "price": 45.0, "rate": 1e-07, "note": null};<|im_end|>';
const offered =
	'<tools>[{"function": {"name": "cancel", "parameters": {"properties": {"order": {"maximum": 18446744073709551615, "minimum": 1.0}}}}}]</tools>';

const inCell = (text: string) => `"${text.replaceAll('"', '""')}"`;
const asText = (text: string) => JSON.stringify(text);

describe("numbers of calls and tools are taught as the row has them", () => {
	it.each([
		["JSONL", "a.jsonl", `{"messages":${messages},"tools":${tools}}\n`],
		["a JSON array", "a.json", `[\n{"messages":${messages},"tools":${tools}}]`],
		[
			"JSON text in CSV",
			"a.csv",
			`messages,tools\n${inCell(messages)},${inCell(tools)}\n`,
		],
		[
			"JSON text in JSONL",
			"b.jsonl",
			`{"messages":${messages},"tools":${asText(tools)}}\n`,
		],
		[
			"tools that are JSON text each",
			"c.jsonl",
			`{"messages":${messages},"tools":[${asText(tools.slice(1, -1))}]}\n`,
		],
	])("from %s", async (_, name, content) => {
		const path = join(folder, name);
		await writeFile(path, content);
		const [row] = await taught(path);
		expect(row?.learnt).toBe(learnt);
		expect(row?.text).toContain(offered);
	});

	it("from Parquet, without the nulls that pad its structs", async () => {
		const path = join(
			import.meta.dirname,
			"../../../test/fixtures/formats/rows-values.parquet",
		);
		const rows = await taught(path);
		expect(rows.map((row) => row.learnt)).toEqual([
			'cancel {"order_id": 1234567890123456789, "refund": 20.0, "items": [{"sku": "a"}, {"n": 2}]};ping {};<|im_end|>',
			'read {"path": "a.txt", "items": []};<|im_end|>',
		]);
	});

	it("from parameters that are JSON text", async () => {
		const path = join(folder, "d.jsonl");
		const tool = `{"function":{"name":"f","parameters":${asText('{"x":{"default":2.0}}')}}}`;
		await writeFile(path, `{"messages":${messages},"tools":[${tool}]}`);
		const [row] = await taught(path);
		expect(row?.text).toContain(
			'{"name": "f", "parameters": {"x": {"default": 2.0}}}',
		);
	});
});

it("names the place of a fault inside a cell's JSON text", async () => {
	const path = join(folder, "e.csv");
	const refused = async (cell: string) => {
		await writeFile(path, `messages\n${inCell(cell)}\n`);
		return taught(path);
	};
	await expect(refused('[{"role":"user"')).rejects.toThrow(
		`${path}:2, messages: expected a list, or the JSON text of one, found invalid JSON: its text, line 1 column 16`,
	);
	await expect(
		refused('[{"role":"user","content":"\\ud83d"}]'),
	).rejects.toThrow("half of a surrogate pair");
});

describe("messages as JSON text in columns that may hold plain text", () => {
	const asked = '[{"role":"user","content":"q"}]';
	const answered = '[{"role":"assistant","content":"a"}]';
	const rows = async (content: string, wants: Wants) => {
		const path = join(folder, "spoken.csv");
		await writeFile(path, content);
		const read: Row[] = [];
		for await (const row of readRows(path)) read.push(row);
		const encode = rowEncoder({ tokenizer, wants, template: chat });
		return read.flatMap((row) => encode(row).flat());
	};
	const text = ({ ids }: EncodedAnswer) =>
		tokenizer.decode(ids, { skipSpecial: false });

	it("are conversations, as a completion, a pair and a labelled answer", async () => {
		const shown =
			"<|im_start|>user\nq<|im_end|>\n<|im_start|>assistant\na<|im_end|>\n";
		const completion = await rows(
			`prompt,completion\n${inCell(asked)},${inCell(answered)}\n`,
			"demonstrations",
		);
		expect(completion.map(text)).toEqual([shown]);
		const labelled = await rows(
			`prompt,completion,label\n${inCell(asked)},a,TRUE\n`,
			"labels",
		);
		expect(labelled.map(text)).toEqual([shown]);
		const pair = await rows(
			`prompt,chosen,rejected\n${inCell(asked)},${inCell(answered)},b\n`,
			"pairs",
		);
		expect(pair.map(text)).toEqual([shown, shown.replace("\na<", "\nb<")]);
	});

	it("are plain texts where they hold no messages", async () => {
		const [row] = await rows(
			`prompt,completion\n"[1, 2]",${inCell('[{"content":1}]')}\n`,
			"demonstrations",
		);
		expect(row && text(row)).toBe('[1, 2][{"content":1}]<|im_end|>');
	});

	it.each([
		["one message alone", asked.slice(1, -1), answered.slice(1, -1)],
		[
			"another field first",
			'[{"name":"Mia","role":"user","content":"q"}]',
			'[{"weight":1,"content":"a","role":"assistant"}]',
		],
		[
			"ShareGPT's",
			'{"value":"q","from":"human"}',
			'{"from":"gpt","value":"a"}',
		],
	])("are conversations: %s", async (_, prompt, completion) => {
		const [row] = await rows(
			`prompt,completion\n${inCell(prompt)},${inCell(completion)}\n`,
			"demonstrations",
		);
		expect(row && text(row)).toBe(
			"<|im_start|>user\nq<|im_end|>\n<|im_start|>assistant\na<|im_end|>\n",
		);
	});

	it.each([
		'{"name":"Bo","role":"admin"}',
		'[{"role":"admin","name":"Bo"}]',
		'{"role":"chief engineer","content":"ships"}',
		"{'role': 'admin', 'content': 'Bo'}",
		'{"a":1} is JSON',
	])("are no messages in an answer %s", async (answer) => {
		const [row] = await rows(
			`prompt,completion\nq,${inCell(answer)}\n`,
			"demonstrations",
		);
		expect(row && text(row)).toBe(`q${answer}<|im_end|>`);
	});

	it.each([
		"[{'role': 'user', 'content': 'q'}]",
		"{'role': 'user', 'content': 'q'}",
		`[{'name': 'Mia', 'content': "it's", 'role': 'user'}]`,
	])("are refused as Python prints them: %s", async (printed) => {
		const cell = inCell(printed);
		await expect(
			rows(`prompt,completion\n${cell},a\n`, "demonstrations"),
		).rejects.toThrow(
			/spoken.csv:2, prompt: expected .* found messages as Python prints them/,
		);
	});
});
