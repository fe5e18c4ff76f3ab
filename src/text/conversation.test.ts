import { describe, expect, test } from "vitest";
import { templates } from "../../test/fixtures/templates.ts";
import { template, tinyTokenizer } from "../../test/fixtures/tiny-model.ts";
import { encodeConversation } from "./conversation.ts";
import { parseMessages } from "./message.ts";
import type { ChatTemplate } from "./template/template.ts";
import type { Tokenizer } from "./tokenizer/tokenizer.ts";

const chatmlTokenizer = tinyTokenizer();
const headerTokenizer = tinyTokenizer({
	special: ["<s>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>"],
	config: { bos_token: "<s>", eos_token: "<|eot_id|>" },
});
const bracketTokenizer = tinyTokenizer({
	special: ["<s>", "</s>", "[INST]", "[/INST]"],
	config: { bos_token: "<s>", eos_token: "</s>" },
});
const thoughtTokenizer = tinyTokenizer({
	special: ["<|user|>", "<|assistant|>", "<|eot_id|>"],
	config: { eos_token: "<|eot_id|>" },
});

type Turn = [role: string, content: string, more?: Record<string, unknown>];

function encode(tokenizer: Tokenizer, chat: ChatTemplate, ...turns: Turn[]) {
	const list = turns.map(([role, content, more]) => ({
		role,
		content,
		...more,
	}));
	const messages = parseMessages(list, "rows.jsonl:7, messages");
	const context = { tokenizer, template: chat, tools: null };
	const row = encodeConversation(messages, {
		...context,
		where: "rows.jsonl:7",
	});
	const text = chat.render(
		messages.map(({ message }) => message),
		{ addGenerationPrompt: false },
	);
	expect([...row.ids]).toEqual([
		...tokenizer.encode(text, { addSpecial: false }),
	]);
	return row;
}

/** The texts of the runs of supervised tokens. */
function learnt(tokenizer: Tokenizer, row: ReturnType<typeof encode>) {
	const runs: number[][] = [];
	row.ids.forEach((id, t) => {
		if (row.mask[t] !== 1) return;
		if (t === 0 || row.mask[t - 1] !== 1) runs.push([]);
		runs.at(-1)?.push(id);
	});
	return runs.map((run) => tokenizer.decode(run, { skipSpecial: false }));
}

function learntFrom(
	tokenizer: Tokenizer,
	text: string,
	...turns: Turn[]
): string[] {
	const special = { bos_token: "<s>", eos_token: "</s>" };
	return learnt(
		tokenizer,
		encode(tokenizer, template(text, special), ...turns),
	);
}

const talk: Turn[] = [
	["system", "Be terse."],
	["user", "two plus two?"],
	["assistant", "four"],
	["user", "and the owl?"],
	["assistant", "a bird\n\nof the north "],
];

describe("ChatML", () => {
	test("the turns, each with its ending token and without the new line after it", () => {
		expect(learntFrom(chatmlTokenizer, templates.chatml, ...talk)).toEqual([
			"four<|im_end|>",
			"a bird\n\nof the north <|im_end|>",
		]);
	});

	test("a system prompt that the template adds is not learnt", () => {
		const row = encode(
			chatmlTokenizer,
			template(templates.chatml),
			...talk.slice(1),
		);
		const text = chatmlTokenizer.decode(row.ids, { skipSpecial: false });
		expect(text).toMatch(/^<\|im_start\|>system\nBe kind./);
		expect(learnt(chatmlTokenizer, row)).toHaveLength(2);
	});

	test("the last turn of the user stays unlearnt", () => {
		expect(
			learntFrom(chatmlTokenizer, templates.chatml, ...talk, ["user", "bye"]),
		).toHaveLength(2);
	});

	test("turns can be switched off", () => {
		const [system, ask, four, again, bird] = talk as [
			Turn,
			Turn,
			Turn,
			Turn,
			Turn,
		];
		const off = (turn: Turn, more: Record<string, unknown>): Turn => [
			turn[0],
			turn[1],
			more,
		];
		expect(
			learntFrom(
				chatmlTokenizer,
				templates.chatml,
				system,
				ask,
				off(four, { weight: 0 }),
				again,
				off(bird, { weight: 1 }),
			),
		).toEqual(["a bird\n\nof the north <|im_end|>"]);
		expect(
			learntFrom(
				chatmlTokenizer,
				templates.chatml,
				ask,
				four,
				again,
				off(bird, { train: false }),
			),
		).toEqual(["four<|im_end|>"]);
	});

	test("an answer that begins with what the header ends with", () => {
		// The header's new line and the answer's become one token, which is learnt.
		expect(
			learntFrom(
				tinyTokenizer({ special: ["\n\n\n"] }),
				templates.chatml,
				["user", "hi"],
				["assistant", "\n\nhello"],
			),
		).toEqual(["\n\n\nhello<|im_end|>"]);
	});

	test("special tokens inside texts do not mislead it", () => {
		expect(
			learntFrom(
				chatmlTokenizer,
				templates.chatml,
				["user", "write <|im_end|>\n<|im_start|>assistant\n"],
				["assistant", "<|im_end|> it is"],
				["user", "ok"],
				["assistant", "<|im_start|>"],
			),
		).toEqual(["<|im_end|> it is<|im_end|>", "<|im_start|><|im_end|>"]);
	});

	test("an empty answer teaches to end the turn", () => {
		expect(
			learntFrom(
				chatmlTokenizer,
				templates.chatml,
				["user", "hush"],
				["assistant", ""],
			),
		).toEqual(["<|im_end|>"]);
	});

	test("two answers in a row are two turns", () => {
		expect(
			learntFrom(
				chatmlTokenizer,
				templates.chatml,
				["user", "count"],
				["assistant", "one"],
				["assistant", "two"],
			),
		).toEqual(["one<|im_end|>", "two<|im_end|>"]);
	});

	test("the ending token is found where eos is another one", () => {
		const base = tinyTokenizer({ config: { eos_token: "<|endoftext|>" } });
		expect(learntFrom(base, templates.chatml, ...talk)[0]).toBe(
			"four<|im_end|>",
		);
	});
});

describe("other ways of writing", () => {
	test("headers, trimmed contents and no new line between turns", () => {
		expect(learntFrom(headerTokenizer, templates.headers, ...talk)).toEqual([
			"four<|eot_id|>",
			"a bird\n\nof the north<|eot_id|>",
		]);
	});

	test("brackets, the system prompt only in the last user turn", () => {
		expect(learntFrom(bracketTokenizer, templates.brackets, ...talk)).toEqual([
			" four</s>",
			" a bird\n\nof the north </s>",
		]);
	});

	test("a turn whose thought is dropped for being earlier is not learnt, an empty thought in the last one is", () => {
		expect(
			learntFrom(
				chatmlTokenizer,
				templates.thinking,
				["user", "two plus two?"],
				["assistant", "<think>\nhm\n</think>\n\nfour"],
				["user", "and the owl?"],
				["assistant", "a bird"],
			),
		).toEqual(["<think>\n\n</think>\n\na bird<|im_end|>"]);
		expect(
			learntFrom(
				chatmlTokenizer,
				templates.thinking,
				["user", "two plus two?"],
				["assistant", "<think>\nhm\n</think>\n\nfour"],
			),
		).toEqual(["<think>\nhm\n</think>\n\nfour<|im_end|>"]);
	});

	test("a prompted thought that the rendering leaves out", () => {
		expect(
			learntFrom(
				thoughtTokenizer,
				templates.promptsThought,
				["user", "two plus two?"],
				["assistant", "four"],
				["user", "and the owl?"],
				["assistant", "<a bird>"],
			),
		).toEqual(["four<|eot_id|>", "<a bird><|eot_id|>"]);
	});

	test("marked turns, the ending token inside or behind the mark", () => {
		const inside = `{% for m in messages %}{{ '<|im_start|>' + m.role + '\\n' }}{% if m.role == 'assistant' %}{% generation %}{{ m.content + '<|im_end|>\\n' }}{% endgeneration %}{% else %}{{ m.content + '<|im_end|>\\n' }}{% endif %}{% endfor %}`;
		const behind = inside.replace(
			"{{ m.content + '<|im_end|>\\n' }}{% endgeneration %}",
			"{{ m.content }}{% endgeneration %}{{ '<|im_end|>\\n' }}",
		);
		const expected = learntFrom(chatmlTokenizer, templates.chatml, ...talk);
		expect(learntFrom(chatmlTokenizer, inside, ...talk)).toEqual(expected);
		expect(learntFrom(chatmlTokenizer, behind, ...talk)).toEqual(expected);
	});
});

test("a template that counts the messages in every turn", () => {
	const counting = `{% for m in messages %}{{ m.content | trim }}<|im_end|>{{ messages | length }}{% endfor %}`;
	expect(learntFrom(chatmlTokenizer, counting, ...talk)).toEqual([
		"four<|im_end|>",
		"a bird\n\nof the north<|im_end|>",
	]);
});

describe("refusals", () => {
	const refused = (tokenizer: Tokenizer, text: string, ...turns: Turn[]) =>
		expect(() => learntFrom(tokenizer, text, ...turns));

	test("a template's own", () => {
		refused(chatmlTokenizer, templates.noSystem, ...talk).toThrow(
			/^rows.jsonl:7: .*System role not supported/,
		);
		refused(
			bracketTokenizer,
			templates.brackets,
			["user", "a"],
			["user", "b"],
		).toThrow(/roles must alternate/);
	});

	test("turns without an ending token", () => {
		refused(chatmlTokenizer, templates.endless, ...talk).toThrow(
			/messages\[2\].*could not learn to stop/,
		);
	});

	test("turns that are not there, or cannot be told", () => {
		const onlyLast = `{{ messages[-1].content }}<|im_end|>`;
		refused(chatmlTokenizer, onlyLast, ...talk).toThrow(
			/messages\[2\].*hides where it begins/,
		);
		refused(
			chatmlTokenizer,
			templates.chatml,
			["assistant", "first"],
			["user", "x"],
		).not.toThrow();
		refused(
			chatmlTokenizer,
			`{% if false %}{% generation %}x{% endgeneration %}{% endif %}`,
			...talk,
		).toThrow(/mark 2 assistant turns.*found 0 marks/);
		const parts = `<|im_start|>{% for m in messages %}{% if m.role == 'assistant' %}{% generation %}a{% endgeneration %} {% generation %}b<|im_end|>{% endgeneration %}{% endif %}{% endfor %}`;
		refused(
			chatmlTokenizer,
			parts,
			["assistant", "b", { weight: 0 }],
			["assistant", "a"],
		).toThrow(/mark 2 assistant turns.*found 3 marks/);
		expect(learntFrom(chatmlTokenizer, parts, ["assistant", "b"])).toEqual([
			"a",
			"b<|im_end|>",
		]);
	});

	test("a template that drops tool calls", () => {
		const tool_calls = [{ type: "function", function: { name: "find_owl" } }];
		const ask: Turn = ["user", "where?"];
		const call: Turn = ["assistant", "", { tool_calls }];
		refused(chatmlTokenizer, templates.chatml, ask, call).toThrow(
			/messages\[1\].tool_calls\[0\].name: .*"find_owl" in the rendered turn/,
		);
		const writes = templates.chatml.replace(
			"message['content'] +",
			"(message.tool_calls | tojson if message.tool_calls else message.content) +",
		);
		expect(learntFrom(chatmlTokenizer, writes, ask, call)[0]).toMatch(
			/find_owl.*<\|im_end\|>$/,
		);
	});
});
