import { describe, expect, test } from "vitest";
import { templates } from "../../../test/fixtures/templates.ts";
import { template, tinyTokenizer } from "../../../test/fixtures/tiny-model.ts";
import type { Wants } from "../columns/wanted.ts";
import { rowEncoder } from "../row-encoder.ts";

const tokenizer = tinyTokenizer();

/** What is learnt from a row, and how many turns were left out for being rewritten. */
function read(
	source: string,
	value: Record<string, unknown>,
	wants: Wants = "demonstrations",
) {
	const encode = rowEncoder({ tokenizer, template: template(source), wants });
	const row = encode({ value, file: "rows.jsonl", line: 5 }).flat()[0];
	const ids = row?.ids.filter((_, t) => row.mask[t] === 1) ?? [];
	return {
		learnt: tokenizer.decode(ids, { skipSpecial: false }),
		rewritten: row?.rewritten ?? 0,
	};
}

const user = (content: string) => ({ role: "user", content });
const assistant = (content: string, more: Record<string, unknown> = {}) => ({
	role: "assistant",
	content,
	...more,
});
const marked = `{% for m in messages %}{{ '<|im_start|>' + m.role + '\\n' }}{% if m.role == 'assistant' %}{% generation %}{{ m.content + '<|im_end|>' }}{% endgeneration %}{% else %}{{ m.content + '<|im_end|>' }}{% endif %}{{ '\\n' }}{% endfor %}`;
/** Writes the reasoning of the last turn alone. */
const lastThought = `{% for m in messages %}{{ '<|im_start|>' + m.role + '\\n' }}{% if m.reasoning_content is defined and loop.last %}{{ '<think>' + m.reasoning_content + '</think>' }}{% endif %}{{ m.content + '<|im_end|>\\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}`;
const tool_calls = [
	{ type: "function", function: { name: "tide", arguments: { at: "Brest" } } },
];

describe("a row that says more than its turn would teach is refused", () => {
	const thought = { reasoning_content: "6 and 6 are 12." };
	const pair = {
		prompt: [user("6 + 6?")],
		chosen: [assistant("12", thought)],
		rejected: [assistant("13")],
	};
	test.each<[string, Record<string, unknown>, Wants]>([
		[
			"messages",
			{ messages: [user("6 + 6?"), assistant("12", thought)] },
			"demonstrations",
		],
		[
			"ShareGPT",
			{
				conversations: [
					{ from: "human", value: "6 + 6?" },
					{ from: "gpt", value: "12", thinking: "6 and 6 are 12." },
				],
			},
			"demonstrations",
		],
		[
			"prompt and completion",
			{ prompt: [user("6 + 6?")], completion: [assistant("12", thought)] },
			"demonstrations",
		],
		["pairs", pair, "pairs"],
		["a pair as labels", pair, "labels"],
		[
			"labelled",
			{
				prompt: [user("6 + 6?")],
				completion: [assistant("12", thought)],
				label: true,
			},
			"labels",
		],
	])("%s", (_, value, wants) => {
		for (const source of [templates.chatml, marked])
			expect(() => read(source, value, wants)).toThrow(
				/^rows.jsonl:5, messages\[1\]\.(reasoning_content|thinking): .*writes reasoning, found nothing of "6 and 6 are 12\." in the rendered turn/,
			);
	});

	test.each<[string, string, Record<string, unknown>, RegExp]>([
		["a call, marks or not", marked, { tool_calls }, /tool_calls\[0\]\.\S+: /],
		["a call", templates.chatml, { tool_calls }, /tool_calls\[0\]\.\S+: /],
		[
			"arguments of a call whose name is written",
			marked.replace("m.content +", "(m.tool_calls[0].function.name) +"),
			{ tool_calls },
			/tool_calls\[0\]\.arguments\.at: .*"(Brest|at)"/,
		],
		[
			"content beside a call",
			marked.replace("m.content +", "(m.tool_calls | tojson) +"),
			{ content: "Let me look.", tool_calls },
			/messages\[1\]\.content: .*"Let me look\."/,
		],
	])("%s", (_, source, more, sentence) => {
		const messages = [user("Tide?"), assistant("", more)];
		expect(() => read(source, { messages })).toThrow(sentence);
	});
});

describe("OpenAI's older form of calls", () => {
	const function_call = { name: "tide", arguments: { at: "Brest" } };
	const row = {
		messages: [
			user("Tide at Brest?"),
			{ role: "assistant", content: "", function_call },
			{ role: "function", name: "tide", content: "3 m" },
			assistant("Three metres."),
		],
		functions: [{ name: "tide", parameters: { type: "object" } }],
	};

	test("is refused by a template that writes no calls", () => {
		for (const source of [templates.chatml, marked])
			expect(() => read(source, row)).toThrow(/messages\[1\]\.tool_calls/);
	});

	test("is written as calls and tools of today", () => {
		const source = `{% if tools %}{{ tools | tojson }}{% endif %}${marked.replace("m.content +", "(m.tool_calls | tojson if m.tool_calls else m.content) +")}`;
		const { learnt } = read(source, row);
		expect(learnt).toBe(
			'[{"type": "function", "function": {"name": "tide", "arguments": {"at": "Brest"}}}]<|im_end|>Three metres.<|im_end|>',
		);
		const encode = rowEncoder({
			...{ tokenizer, template: template(source), wants: "demonstrations" },
		});
		const place = { file: "rows.jsonl", line: 5 };
		const ids = encode({ value: row, ...place }).flat()[0]?.ids ?? [];
		expect(tokenizer.decode(ids, { skipSpecial: false })).toMatch(
			/^\[\{"type": "function", "function": \{"name": "tide", "parameters": [\s\S]*tool\n3 m/,
		);
	});

	test("beside calls of today it is refused", () => {
		const both = assistant("", { function_call, tool_calls });
		expect(() => read(marked, { messages: [user("q"), both] })).toThrow(
			/messages\[1\]\.function_call: .*together with tool_calls/,
		);
	});
});

describe("what a row gives to read must be in the prompt", () => {
	const tools = [{ type: "function", function: { name: "tide" } }];
	const asked = [user("Tide at Brest?")];
	const answered = [...asked, assistant("High.")];
	const writesTools = `{% if tools %}{{ tools | tojson }}{% endif %}${marked}`;

	test.each<[string, Record<string, unknown>, Wants]>([
		["demonstrations", { messages: answered }, "demonstrations"],
		["prompts", { messages: asked }, "prompts"],
		[
			"pairs",
			{ prompt: asked, chosen: "High.", rejected: "tide low" },
			"pairs",
		],
	])("tools of %s", (_, value, wants) => {
		for (const source of [templates.chatml, marked])
			expect(() => read(source, { ...value, tools }, wants)).toThrow(
				/^rows.jsonl:5, tools: .*nothing of the tool "tide" in the rendered row/,
			);
		read(writesTools, { ...value, tools }, wants);
	});

	test("a tool named in a call alone is not written", () => {
		const messages = [...asked, assistant("", { tool_calls })];
		const writesCalls = marked.replace(
			"m.content +",
			"(m.tool_calls | tojson) +",
		);
		expect(() => read(writesCalls, { messages, tools })).toThrow(/, tools: /);
	});

	test("a system message that the template ignores", () => {
		const messages = [{ role: "system", content: "Be brief." }, ...answered];
		const ignores = marked.replace(
			"in messages %}",
			"in messages if m.role != 'system' %}",
		);
		const sentence = /messages\[0\]\.content: .*role "system".*"Be brief\."/;
		expect(() => read(ignores, { messages })).toThrow(sentence);
		expect(() =>
			read(ignores, { messages: messages.slice(0, 2) }, "prompts"),
		).toThrow(sentence);
	});

	test("although another message happens to hold its text", () => {
		const ignores = marked.replace(
			"in messages %}",
			"in messages if m.role != 'system' %}",
		);
		const messages = [
			{ role: "system", content: "Tide" },
			user("Tide at noon?"),
			assistant("The Tide is high."),
		];
		expect(() => read(ignores, { messages })).toThrow(
			/messages\[0\]\.content: .*role "system".*"Tide"/,
		);
		expect(read(marked, { messages }).learnt).toContain("The Tide is high.");
	});

	test("a flag that the template takes out of a message is read", () => {
		const flags = marked.replaceAll(
			"m.content +",
			"m.content.replace('/short', '') +",
		);
		const messages = [user("Tide? /short"), assistant("High.")];
		expect(read(flags, { messages }).learnt).toBe("High.<|im_end|>");
	});
});

describe("an earlier turn that the template rewrites is left unlearnt and counted", () => {
	const thinking = (content: string, reasoning_content: string) =>
		assistant(content, { reasoning_content });
	const messages = [
		user("6 + 6?"),
		thinking("12", "Twice six."),
		user("7 + 7?"),
		assistant("14"),
		user("8 + 8?"),
		thinking("16", "Twice eight."),
	];

	test("where its thought is a field of the message", () => {
		expect(read(lastThought, { messages })).toEqual({
			learnt: "14<|im_end|><think>Twice eight.</think>16<|im_end|>",
			rewritten: 1,
		});
	});

	test("where the template marks turns", () => {
		const source = lastThought
			.replace("{% if m.reason", "{% generation %}{% if m.reason")
			.replace(
				"{{ m.content + '<|im_end|>\\n' }}",
				"{{ m.content + '<|im_end|>\\n' }}{% endgeneration %}",
			);
		const talk = messages.filter(({ role }) => role === "assistant");
		expect(read(source, { messages: talk }).rewritten).toBe(1);
	});

	test("a row of which nothing else is learnt has nothing to learn", () => {
		const off = messages.map((message, i) =>
			i > 2 ? { ...message, train: false } : message,
		);
		expect(read(lastThought, { messages: off })).toEqual({
			learnt: "",
			rewritten: 1,
		});
	});
});

describe("calls in a text, or one call alone", () => {
	const writes = marked.replace(
		"m.content + '<|im_end|>' }}{% endgeneration %}",
		"m.content }}{% for call in m.tool_calls %}{{ call.function | tojson }}{% endfor %}{{ '<|im_end|>' }}{% endgeneration %}",
	);
	const [call] = tool_calls;
	test.each([
		["a list in a text", JSON.stringify(tool_calls)],
		["a list of texts", [JSON.stringify(call)]],
		["one object", call],
		["one object in a text", JSON.stringify(call)],
	])("%s is taught, and refused if the template drops it", (_, calls) => {
		const messages = [user("Tide?"), assistant("Wait.", { tool_calls: calls })];
		expect(read(writes, { messages }).learnt).toBe(
			`Wait.{"name": "tide", "arguments": {"at": "Brest"}}<|im_end|>`,
		);
		expect(() => read(marked, { messages })).toThrow(
			/messages\[1\]\.tool_calls\[0\]\.\S+: expected a chat template that writes tool calls/,
		);
	});

	test.each([
		["text of another kind", "tide(at='Brest')", "tool_calls: expected a list"],
		["a list of names", ["tide"], "tool_calls[0]: expected a call"],
		["a number", 3, "tool_calls: expected a list"],
	])("%s is refused", (_, calls, sentence) => {
		const messages = [user("Tide?"), assistant("", { tool_calls: calls })];
		expect(() => read(writes, { messages })).toThrow(sentence);
	});

	test.each(["", "null", null])("%j is no calls", (calls) => {
		const messages = [user("Tide?"), assistant("High.", { tool_calls: calls })];
		expect(read(writes, { messages }).learnt).toBe("High.<|im_end|>");
	});
});
