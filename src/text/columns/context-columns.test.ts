import { describe, expect, test } from "vitest";
import { templates } from "../../../test/fixtures/templates.ts";
import { template, tinyTokenizer } from "../../../test/fixtures/tiny-model.ts";
import { rowEncoder } from "../row-encoder.ts";
import { unreadColumns } from "./unread-columns.ts";
import type { Wants } from "./wanted.ts";

const tokenizer = tinyTokenizer();
const parts = { tokenizer, template: template(templates.chatml) };
const user = (content: string) => ({ role: "user", content });
const assistant = (content: string) => ({ role: "assistant", content });
const row = (value: Record<string, unknown>) => ({
	...{ value, file: "rows.jsonl", line: 4 },
});

function read(value: Record<string, unknown>, wants: Wants) {
	const answers = rowEncoder({ ...parts, wants })(row(value)).flat();
	return answers.map(({ ids, mask }) => ({
		text: tokenizer.decode(ids, { skipSpecial: false }),
		learnt: tokenizer.decode(
			ids.filter((_, t) => mask[t] === 1),
			{ skipSpecial: false },
		),
	}));
}

const asked = [user("Where is the cook?")];
const whole = (answer: string) => [...asked, assistant(answer)];
const rows: [string, Record<string, unknown>, Wants][] = [
	["messages", { messages: whole("Ashore.") }, "demonstrations"],
	[
		"ShareGPT",
		{
			conversations: [
				{ from: "human", value: "Where is the cook?" },
				{ from: "gpt", value: "Ashore." },
			],
		},
		"demonstrations",
	],
	[
		"question and answer",
		{ question: "Where is the cook?", answer: "Ashore." },
		"demonstrations",
	],
	[
		"instruction and output",
		{ instruction: "Where is the cook?", input: "", output: "Ashore." },
		"demonstrations",
	],
	[
		"prompt and completion",
		{ prompt: asked, completion: [assistant("Ashore.")] },
		"demonstrations",
	],
	[
		"labelled",
		{ prompt: asked, completion: [assistant("Ashore.")], label: false },
		"labels",
	],
	[
		"a pair to a prompt",
		{
			prompt: "Where is the cook?",
			chosen: [assistant("Ashore.")],
			rejected: [assistant("Below.")],
		},
		"pairs",
	],
	[
		"a pair to a question",
		{ question: "Where is the cook?", chosen: "Ashore.", rejected: "Below." },
		"pairs",
	],
	[
		"a pair of conversations",
		{ chosen: whole("Ashore."), rejected: whole("Below.") },
		"pairs",
	],
	[
		"a pair as labels",
		{ chosen: whole("Ashore."), rejected: whole("Below.") },
		"labels",
	],
	["a prompt alone", { prompt: asked }, "prompts"],
	["messages as a prompt", { messages: asked }, "prompts"],
	["a question alone", { question: "Where is the cook?" }, "prompts"],
];

describe("system and history precede every conversation", () => {
	const system = "You are a pirate.";
	const opening = `<|im_start|>system\n${system}<|im_end|>\n`;
	const question = "<|im_start|>user\nWhere is the cook?<|im_end|>\n";

	test.each(rows)("%s", (_, value, wants) => {
		for (const column of ["system", "system_prompt"])
			for (const { text } of read({ ...value, [column]: system }, wants))
				expect(text).toContain(opening + question);
		const history = [["Who are you?", "Jo."]];
		for (const { text } of read({ ...value, system, history }, wants))
			expect(text).toContain(
				`${opening}<|im_start|>user\nWho are you?<|im_end|>\n<|im_start|>assistant\nJo.<|im_end|>\n${question}`,
			);
	});

	test.each(rows)("nothing of %s is unread", (_, value, wants) => {
		const full = { ...value, system, history: [["a", "b"]], tools: [] };
		expect(
			unreadColumns(row({ ...full, source: "x", score: 0 }), wants),
		).toEqual(["source", "score"]);
	});

	test("empty columns are none", () => {
		const value = { messages: whole("Ashore.") };
		const plain = read(value, "demonstrations");
		const empty = { system: " ", system_prompt: null, history: [] };
		expect(read({ ...value, ...empty }, "demonstrations")).toEqual(plain);
	});
});

describe("a history", () => {
	const value = { instruction: "And now?", output: "Nine." };
	const turns = (history: unknown) =>
		read({ ...value, history }, "demonstrations")[0]?.learnt;

	test("is learnt from like other turns of a demonstration", () => {
		const learnt = "Eight.<|im_end|>Nine.<|im_end|>";
		expect(turns([["How old?", "Eight."]])).toBe(learnt);
		expect(turns('[["How old?","Eight."]]')).toBe(learnt);
		expect(turns([user("How old?"), assistant("Eight.")])).toBe(learnt);
	});

	test("stays unlearnt before a pair", () => {
		const pair = { prompt: asked, chosen: "Ashore.", rejected: "Below." };
		const history = [["How old?", "Eight."]];
		expect(
			read({ ...pair, history }, "pairs").map(({ learnt }) => learnt),
		).toEqual(["Ashore.<|im_end|>", "Below.<|im_end|>"]);
	});

	test.each([
		[[["How old?"]], /history\[0\]: .*a pair of texts.*1 values/],
		[[["a", "b"], "c"], /history\[1\]: .*found a string/],
		["soon", /history: .*other text/],
	])("that is none is refused: %j", (history, sentence) => {
		expect(() => turns(history)).toThrow(sentence);
	});
});

describe("columns that contradict", () => {
	const talk = [{ role: "system", content: "Be brief." }, ...whole("Ashore.")];
	test("a system message that says the same is no contradiction", () => {
		const [one] = read({ messages: talk }, "demonstrations");
		const both = { messages: talk, system: "Be brief. " };
		expect(read(both, "demonstrations")[0]).toEqual(one);
	});

	test.each<[Record<string, unknown>, RegExp]>([
		[
			{ messages: talk, system: "Be long." },
			/^rows.jsonl:4, system: .*another one: "Be long\."/,
		],
		[
			{ messages: whole("x"), system: "Be long.", system_prompt: "Be brief." },
			/^rows.jsonl:4, system_prompt: .*the column system/,
		],
		[
			{ prompt: "The cook", completion: " is ashore.", system: "Be brief." },
			/^rows.jsonl:4, system: .*plain text/,
		],
		[
			{ prompt: "The cook", completion: " is ashore.", history: [["a", "b"]] },
			/^rows.jsonl:4, history: .*plain text/,
		],
	])("%j", (value, sentence) => {
		expect(() => read(value, "demonstrations")).toThrow(sentence);
	});

	test("pairs of plain texts have no place for a system message either", () => {
		const pair = { prompt: "The cook", chosen: " a", rejected: " b" };
		expect(() => read({ ...pair, system: "x" }, "pairs")).toThrow(/plain text/);
	});
});

test("columns that nobody reads", () => {
	const unread = (value: Record<string, unknown>, wants: Wants) =>
		unreadColumns(row(value), wants);
	const talk = whole("Ashore.");
	expect(
		unread(
			{
				messages: talk,
				conversations: talk,
				prompt: "x",
				weight: 2,
				note: null,
			},
			"demonstrations",
		),
	).toEqual(["conversations", "prompt", "weight"]);
	expect(
		unread({ text: "a", system: "b", tools: [], id: 1 }, "demonstrations"),
	).toEqual(["system", "tools", "id"]);
	const pair = { prompt: "p", chosen: "a", rejected: "b" };
	expect(unread({ ...pair, tools: "[]", label: true }, "pairs")).toEqual([
		"tools",
		"label",
	]);
	expect(unread({ question: "q", answer: "a", label: true }, "labels")).toEqual(
		[],
	);
	expect(
		unread({ messages: talk, tools: [], functions: [] }, "demonstrations"),
	).toEqual(["functions"]);
});
