import { describe, expect, test } from "vitest";
import { templates } from "../../test/fixtures/templates.ts";
import { template, tinyTokenizer } from "../../test/fixtures/tiny-model.ts";
import type { EncodedAnswer } from "./encoded-row.ts";
import { type RowEncoderParts, rowEncoder } from "./row-encoder.ts";

const tokenizer = tinyTokenizer();
const chatml: RowEncoderParts = {
	tokenizer,
	template: template(templates.chatml),
	wants: "demonstrations",
};
const bare: RowEncoderParts = { ...chatml, template: null };

function encode(value: Record<string, unknown>, parts = chatml) {
	const groups = rowEncoder(parts)({ value, file: "rows.jsonl", line: 3 });
	expect(groups.map((group) => group.length)).toEqual([1]);
	const [row] = groups.flat() as [EncodedAnswer];
	expect(row.liked).toBe(true);
	const show = (part: ArrayLike<number>) =>
		parts.tokenizer.decode(part, { skipSpecial: false });
	return {
		...row,
		text: show(row.ids),
		learnt: show(row.ids.filter((_, t) => row.mask[t] === 1)),
	};
}

const chat =
	"<|im_start|>system\nBe kind.<|im_end|>\n<|im_start|>user\nq<|im_end|>\n<|im_start|>assistant\na<|im_end|>\n";

describe("conversations", () => {
	test.each<[string, Record<string, unknown>]>([
		[
			"messages",
			{
				messages: [
					{ role: "user", content: "q" },
					{ role: "assistant", content: "a" },
				],
				prompt: "beside",
			},
		],
		[
			"content in parts",
			{
				messages: [
					{ role: "user", content: [{ type: "text", text: "q" }] },
					{ role: "assistant", content: "a", name: null },
				],
			},
		],
		[
			"ShareGPT",
			{
				conversations: [
					{ from: "human", value: "q" },
					{ from: "gpt", value: "a" },
				],
			},
		],
		["question and answer", { question: "q", answer: "a", messages: null }],
		["instruction", { instruction: "q", input: "", output: "a" }],
		[
			"prompt and completion as messages",
			{
				prompt: [{ role: "user", content: "q" }],
				completion: [{ role: "assistant", content: "a" }],
			},
		],
		[
			"prompt as messages",
			{ prompt: [{ role: "user", content: "q" }], completion: "a" },
		],
	])("%s", (_, value) => {
		const row = encode(value);
		expect(row.text).toBe(chat);
		expect(row.learnt).toBe("a<|im_end|>");
	});

	test("a question with a system prompt", () => {
		const { text } = encode({ question: "q", system: "s", answer: "a" });
		expect(text).toMatch(/^<\|im_start\|>system\ns<.*user\nq<\|im_end/s);
	});

	test("instruction with input and system", () => {
		const { text } = encode({
			instruction: "do",
			input: "this",
			system: "s",
			output: "a",
		});
		expect(text).toMatch(
			/^<\|im_start\|>system\ns<.*user\ndo\n\nthis<\|im_end/s,
		);
	});

	test("answers inside a prompt are not learnt", () => {
		const { learnt } = encode({
			prompt: [
				{ role: "user", content: "q" },
				{ role: "assistant", content: "before" },
				{ role: "user", content: "r" },
			],
			completion: [{ role: "assistant", content: "a" }],
		});
		expect(learnt).toBe("a<|im_end|>");
	});

	test("tools reach the template, as a list or as JSON", () => {
		const parts = {
			...chatml,
			template: template(
				`{% if tools %}{{ tools[0].name }}{% endif %}${templates.chatml}`,
			),
		};
		const row = { question: "q", answer: "a" };
		const tools = [{ name: "owl" }];
		expect(encode({ ...row, tools }, parts).text).toMatch(/^owl</);
		expect(
			encode({ ...row, tools: JSON.stringify(tools) }, parts).text,
		).toMatch(/^owl</);
		expect(encode({ ...row, tools: [] }, parts).text).toMatch(/^</);
	});
});

describe("plain texts", () => {
	test("a completion is learnt with eos, the prompt is not", () => {
		const row = encode({ prompt: "two plus", completion: " two" }, bare);
		expect(row.text).toBe("two plus two<|im_end|>");
		expect(row.learnt).toBe(" two<|im_end|>");
	});

	test("a token over the border belongs to the completion", () => {
		// " the" is one token, and the ids are those of the whole text.
		const row = encode({ prompt: "in t", completion: "he city" }, bare);
		expect([...row.ids.slice(0, -1)]).toEqual([
			...tokenizer.encode("in the city", { addSpecial: false }),
		]);
		expect(row.learnt).toBe(" the city<|im_end|>");
	});

	test("half a character before the border", () => {
		const row = encode({ prompt: "😀", completion: "😀" }, bare);
		expect(row.learnt).toBe("😀<|im_end|>");
	});

	test("a text is learnt from its second token on", () => {
		const row = encode({ text: "two plus two" }, bare);
		expect([...row.mask]).toEqual([0, ...Array(row.ids.length - 1).fill(1)]);
		expect(row.text).toBe("two plus two<|im_end|>");
		expect(encode({ text: "two<|im_end|>" }, bare).text).toBe("two<|im_end|>");
	});

	test("bos stands first where the tokenizer adds it, and once", () => {
		const withBos = tinyTokenizer({
			config: { bos_token: "<|endoftext|>" },
			postProcessor: {
				type: "TemplateProcessing",
				single: [
					{ SpecialToken: { id: "<|endoftext|>", type_id: 0 } },
					{ Sequence: { id: "A", type_id: 0 } },
				],
				pair: [],
				special_tokens: {
					"<|endoftext|>": {
						id: "<|endoftext|>",
						ids: [0],
						tokens: ["<|endoftext|>"],
					},
				},
			},
		});
		const parts = { ...bare, tokenizer: withBos };
		const row = encode({ prompt: "a", completion: "b" }, parts);
		expect([row.text, row.learnt]).toEqual([
			"<|endoftext|>ab<|im_end|>",
			"b<|im_end|>",
		]);
		expect(encode({ text: "<|endoftext|>ab" }, parts).text).toBe(row.text);
		expect([...encode({ text: "ab" }, parts).mask]).toEqual([0, 1, 1, 1]);
	});

	test("an empty completion teaches nothing", () => {
		expect(encode({ prompt: "a", completion: "" }, bare).learnt).toBe("");
		expect(encode({ text: "" }, bare).learnt).toBe("");
	});

	test("without eos there is no end to learn", () => {
		const endless = tinyTokenizer({ config: { eos_token: null } });
		expect(() =>
			encode({ text: "a" }, { ...bare, tokenizer: endless }),
		).toThrow(/^rows.jsonl:3: expected a tokenizer with an eos token/);
	});
});

describe("prompts alone", () => {
	const asking = { ...chatml, wants: "prompts" } as const;
	const asked =
		"<|im_start|>system\nBe kind.<|im_end|>\n<|im_start|>user\nq<|im_end|>\n<|im_start|>assistant\n";
	const q = { role: "user", content: "q" };
	test.each<[string, Record<string, unknown>]>([
		["messages", { messages: [q] }],
		["ShareGPT", { conversations: [{ from: "human", value: "q" }] }],
		["prompt as messages", { prompt: [q], solution: 4 }],
		["question", { question: "q", answer: null }],
		["instruction", { instruction: "q" }],
	])("%s", (_, value) => {
		const row = encode(value, asking);
		expect(row.text).toBe(asked);
		expect(row.learnt).toBe("");
		expect(row.promptAlone).toBe(true);
	});

	test("a text is continued as it stands", () => {
		const whole = encode({ prompt: "in t", completion: "he" }, bare);
		const { text, learnt } = encode({ prompt: "in t" }, asking);
		expect(whole.text.startsWith(text)).toBe(true);
		expect([text, learnt]).toEqual(["in t", ""]);
	});

	test("a row that shows an answer is a demonstration", () => {
		const row = encode({ question: "q", answer: "a" }, asking);
		expect([row.text, row.learnt]).toEqual([chat, "a<|im_end|>"]);
		expect(row.promptAlone).toBeUndefined();
	});

	test.each<[Record<string, unknown>, RegExp]>([
		[{ prompt: "" }, /^rows.jsonl:3: expected a question, found an empty text/],
		[{ prompt: 5 }, /prompt: expected a text or a list of messages/],
		[{ question: 5 }, /question: expected a text/],
		[{ prompt: "p", chosen: "a", rejected: "b" }, /a preference pair/],
	])("%j is refused", (value, sentence) => {
		expect(() => encode(value, asking)).toThrow(sentence);
	});

	test("messages where the model has no template", () => {
		expect(() =>
			encode({ prompt: [q] }, { ...asking, template: null }),
		).toThrow(/a model with a chat template.*Give a template file/);
	});
});

describe("refused rows", () => {
	const message = { role: "user", content: "q" };
	test.each<[Record<string, unknown>, RegExp]>([
		[{ prompt: "p", chosen: "a", rejected: "b" }, /a preference pair/],
		[{ prompt: "p", completion: "a", label: true }, /a labelled answer/],
		[{ quest: 1, "answer ": 2 }, /messages, .*text, found quest, answer /],
		[{ text: null }, /found no columns/],
		[
			{ prompt: "p", completon: "a" },
			/an answer, found only the columns prompt, completon.*grpo/,
		],
		[{ text: 5 }, /rows.jsonl:3, text: expected a text, found a number/],
		[{ prompt: "p", completion: 1 }, /completion: expected a text/],
		[{ messages: "hi" }, /messages: expected a list of messages, found "hi"/],
		[{ messages: [] }, /at least one message/],
		[{ messages: ["hi"] }, /messages\[0\]: expected an object/],
		[{ messages: [{ content: "q" }] }, /messages\[0\].role: expected a text/],
		[
			{ messages: [{ role: "user" }] },
			/messages\[0\].content: expected a text/,
		],
		[
			{ messages: [{ role: "user", content: [{ type: "image" }] }] },
			/content\[0\]: expected a part of type "text", found type "image"/,
		],
		[
			{ messages: [{ ...message, weight: 0.5 }] },
			/weight: expected 0 or 1, found 0.5/,
		],
		[
			{ messages: [{ ...message, train: "no" }] },
			/train: expected true or false/,
		],
		[{ messages: [message] }, /a message of the assistant to learn from/],
		[
			{ conversations: [{ from: "alien", value: "x" }] },
			/from: expected one of/,
		],
		[{ conversations: 1 }, /conversations: expected a list/],
		[{ question: "q", answer: "a", tools: "{" }, /tools: expected a list/],
	])("%j", (value, sentence) => {
		expect(() => encode(value)).toThrow(/^rows.jsonl:3/);
		expect(() => encode(value)).toThrow(sentence);
	});

	test("a conversation where the model has no template", () => {
		expect(() => encode({ question: "q", answer: "a" }, bare)).toThrow(
			/a model with a chat template.*Give a template file/,
		);
	});
});
