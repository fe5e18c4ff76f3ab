import { describe, expect, test } from "vitest";
import { templates } from "../../test/fixtures/templates.ts";
import { template, tinyTokenizer } from "../../test/fixtures/tiny-model.ts";
import type { EncodedAnswer } from "./encoded-row.ts";
import { type RowEncoderParts, rowEncoder } from "./row-encoder.ts";

const tokenizer = tinyTokenizer();
const chatml: RowEncoderParts = {
	tokenizer,
	template: template(templates.noSystem),
	wants: "pairs",
};
const bare: RowEncoderParts = { ...chatml, template: null };

function encode(value: Record<string, unknown>, parts = chatml) {
	const groups = rowEncoder(parts)({ value, file: "rows.jsonl", line: 3 });
	expect(groups).toHaveLength(1);
	const pair = groups[0] as [EncodedAnswer, EncodedAnswer];
	expect(pair.map(({ liked }) => liked)).toEqual([true, false]);
	return pair;
}

const show = (part: ArrayLike<number>) =>
	tokenizer.decode(part, { skipSpecial: false });

/** The prompt that both answers continue, and what of each is learnt. */
function read(value: Record<string, unknown>, parts = chatml) {
	const pair = encode(value, parts);
	const prompts = pair.map(({ ids, mask }) =>
		Array.from(ids.subarray(0, mask.indexOf(1))),
	);
	expect(prompts[1]).toEqual(prompts[0]);
	const learnt = pair.map(({ ids, mask }) =>
		show(ids.filter((_, t) => mask[t] === 1)),
	);
	return [show(prompts[0] ?? []), ...learnt];
}

const user = (content: string) => ({ role: "user", content });
const assistant = (content: string) => ({ role: "assistant", content });
const turn = (role: string, content: string) =>
	`<|im_start|>${role}\n${content}<|im_end|>\n`;
const asked = `${turn("user", "q")}<|im_start|>assistant\n`;
const answers = ["a<|im_end|>", "b<|im_end|>"];

describe("pairs of answers to one prompt", () => {
	test("texts are joined as they stand", () => {
		const row = { prompt: "two plus", chosen: " two", rejected: " in" };
		expect(read(row, bare)).toEqual([
			"two plus",
			" two<|im_end|>",
			" in<|im_end|>",
		]);
	});

	test.each<[string, Record<string, unknown>]>([
		[
			"messages and messages",
			{
				prompt: [user("q")],
				chosen: [assistant("a")],
				rejected: [assistant("b")],
			},
		],
		["messages and texts", { prompt: [user("q")], chosen: "a", rejected: "b" }],
		[
			"a text and messages",
			{ prompt: "q", chosen: [assistant("a")], rejected: "b" },
		],
		[
			"the column messages",
			{ messages: [user("q")], chosen: "a", rejected: assistant("b") },
		],
		[
			"ShareGPT",
			{
				conversations: [{ from: "human", value: "q" }],
				chosen: { from: "gpt", value: "a" },
				rejected: { from: "gpt", value: "b" },
			},
		],
		["a question", { question: "q", chosen: "a", rejected: "b" }],
		[
			"an instruction",
			{ instruction: "q", input: "", chosen: "a", rejected: "b" },
		],
		[
			"whole conversations",
			{
				chosen: [user("q"), assistant("a")],
				rejected: [user("q"), assistant("b")],
			},
		],
		[
			"whole conversations beside the prompt that they begin with",
			{
				prompt: "q",
				messages: [user("q"), assistant("a")],
				chosen: [user("q"), assistant("a")],
				rejected: [user("q"), assistant("b")],
			},
		],
	])("%s", (_, value) => {
		expect(read(value)).toEqual([asked, ...answers]);
	});

	test("earlier answers that both sides share are part of the prompt", () => {
		const shared = [user("q"), assistant("yes"), user("r")];
		const [prompt, ...learnt] = read({
			chosen: [...shared, assistant("a")],
			rejected: [...shared, { ...assistant("b"), name: null }],
		});
		expect(prompt).toBe(
			`${turn("user", "q")}${turn("assistant", "yes")}${turn("user", "r")}<|im_start|>assistant\n`,
		);
		expect(learnt).toEqual(answers);
	});

	test("behind the first difference every answer counts", () => {
		const [prompt, ...learnt] = read({
			chosen: [user("q"), assistant("a"), user("r"), assistant("s")],
			rejected: [user("q"), assistant("b"), user("r"), assistant("s")],
		});
		expect(prompt).toBe(asked);
		expect(learnt).toEqual([
			"a<|im_end|>s<|im_end|>",
			"b<|im_end|>s<|im_end|>",
		]);
	});

	test("equal conversations part at the last answer", () => {
		const talk = [user("q"), assistant("x"), user("r"), assistant("a")];
		const [prompt, ...learnt] = read({ chosen: talk, rejected: talk });
		expect(prompt).toContain("x<|im_end|>");
		expect(learnt).toEqual(["a<|im_end|>", "a<|im_end|>"]);
	});

	test("a token over the border of one side moves the border of both", () => {
		// " the" is one token, " t" and "Z" are two: the prompt ends before them.
		const row = { prompt: "in t", chosen: "he city", rejected: "Z" };
		for (const value of [row, { ...row, chosen: "Z", rejected: "he city" }])
			expect(read(value, bare)[0]).toBe("in");
		expect(read(row, bare)).toEqual([
			"in",
			" the city<|im_end|>",
			" tZ<|im_end|>",
		]);
	});

	const { endless: _, ...ending } = templates;
	const special = ["start_header_id", "end_header_id", "eot_id"]
		.concat(["user", "assistant"])
		.map((name) => `<|${name}|>`);
	const names = { bos_token: "<|endoftext|>", eos_token: "<|im_end|>" };
	test.each(Object.entries(ending))(
		"%s: however answers begin, their prompts are the same tokens",
		(name, text) => {
			const parts: RowEncoderParts = {
				tokenizer: tinyTokenizer({ special }),
				template: template(text, names),
				wants: "pairs",
			};
			const begins = [
				"a",
				" a",
				"\n\nb",
				"😀",
				"😁",
				"he",
				"12",
				"'s",
				// A template that drops thoughts refuses this one.
				...(name === "promptsThought" ? [] : ["<think>\nx\n</think>\n\ny"]),
			];
			for (const prompt of ["in t", "What? "])
				for (const chosen of begins)
					for (const rejected of begins.filter((one) => one !== chosen)) {
						const pair = encode({ question: prompt, chosen, rejected }, parts);
						const [one, other] = pair.map(({ ids, mask }) =>
							ids.subarray(0, mask.indexOf(1)),
						);
						expect(other).toEqual(one);
					}
		},
	);

	test("as labels, a pair is a good answer and a bad one", () => {
		const value = { question: "q", chosen: "a", rejected: "b" };
		const row = { value, file: "rows.jsonl", line: 3 };
		const groups = rowEncoder({ ...chatml, wants: "labels" })(row);
		expect(groups).toEqual(encode(value).map((answer) => [answer]));
	});
});

describe("refused pairs", () => {
	const pair = { prompt: "q", chosen: "a", rejected: "b" };
	test.each<[Record<string, unknown>, RegExp]>([
		[
			{ messages: [user("q"), assistant("a")] },
			/a pair of answers \(columns chosen and rejected\), found only the column messages.* rejected, to the same prompt/,
		],
		[{ ...pair, rejected: null }, /, rejected: expected the rejected answer/],
		[{ prompt: "q", rejected: "b" }, /, chosen: expected the chosen answer/],
		[{ ...pair, chosen: "" }, /, chosen: expected an answer, found an empty/],
		[{ ...pair, rejected: " \n" }, /, rejected: .*found an empty text/],
		[
			{ ...pair, chosen: [assistant("")] },
			/, chosen: expected an answer, found an empty text/,
		],
		[{ ...pair, chosen: [] }, /, chosen: expected at least one message/],
		[{ ...pair, chosen: 5 }, /, chosen: expected a text or a list of messages/],
		[
			{ ...pair, chosen: [{ role: "assistant" }] },
			/, chosen\[0\].content: expected a text/,
		],
		[{ ...pair, prompt: 5 }, /, prompt: expected a text or a list/],
		[
			{ chosen: "a", rejected: "b", id: 7 },
			/a prompt to which .* found only the columns chosen, rejected, id.* Add a column prompt/,
		],
		[
			{ ...pair, chosen: [user("q"), assistant("a")] },
			/, rejected: .*both whole conversations/,
		],
		[
			{
				chosen: [user("q"), assistant("a")],
				rejected: [user("r"), assistant("b")],
			},
			/, chosen\[0\]: expected chosen and rejected to begin with the same prompt .*found prompts that differ at a message of the user/,
		],
		[
			{
				chosen: [user("q"), assistant("a"), user("r"), assistant("b")],
				rejected: [user("q"), assistant("a"), user("s"), assistant("b")],
			},
			/, chosen\[2\]: expected chosen and rejected to begin with the same prompt/,
		],
		[
			{ chosen: [user("q"), assistant("a")], rejected: [user("q")] },
			/, rejected\[1\]: expected an answer, because the other side has one/,
		],
		[
			{
				prompt: "other",
				chosen: [user("q"), assistant("a")],
				rejected: [user("q"), assistant("b")],
			},
			/, prompt: expected the prompt that chosen and rejected share/,
		],
		[
			{
				prompt: [user("q"), assistant("x")],
				chosen: [user("q"), assistant("a")],
				rejected: [user("q"), assistant("b")],
			},
			/, prompt: expected the prompt that chosen and rejected share/,
		],
	])("%j", (value, sentence) => {
		expect(() => encode(value)).toThrow(/^rows.jsonl:3/);
		expect(() => encode(value)).toThrow(sentence);
	});

	test("prompts whose tokens differ", () => {
		// Without bos, and with a prompt that is swallowed whole, nothing is left to be continued.
		const row = { prompt: " t", chosen: "he", rejected: "Z" };
		expect(() => encode(row, bare)).toThrow(
			/^rows.jsonl:3, rejected: expected chosen and rejected to continue one prompt, token for token/,
		);
	});

	test("a template that writes the prompt otherwise for one side", () => {
		const fickle = template(
			`{{ messages[-1].content | length }}${templates.noSystem}`,
		);
		const row = { question: "q", chosen: "a", rejected: "bbbbb" };
		expect(() => encode(row, { ...chatml, template: fickle })).toThrow(
			/token for token/,
		);
	});

	test("a conversation where the model has no template", () => {
		const row = { question: "q", chosen: "a", rejected: "b" };
		expect(() => encode(row, bare)).toThrow(/a model with a chat template/);
	});
});
