import { describe, expect, test } from "vitest";
import { templates } from "../../test/fixtures/templates.ts";
import { template, tinyTokenizer } from "../../test/fixtures/tiny-model.ts";
import type { Wants } from "./columns/wanted.ts";
import { encodePrompt } from "./prompt.ts";
import { rowEncoder } from "./row-encoder.ts";
import { splitRow } from "./split-row.ts";

const parts = {
	tokenizer: tinyTokenizer(),
	template: template(
		`{% if tools %}{{ tools | tojson }}{% endif %}${templates.chatml}`,
	),
};
const rowOf = (value: Record<string, unknown>) => ({
	...{ value, file: "rows.jsonl", line: 3 },
});
const user = (content: string) => ({ role: "user", content });
const said = (content: string) => ({ role: "assistant", content });

type Columns = Record<string, unknown>;

describe("a row is asked as it is trained on", () => {
	test.each<[string, Columns, Wants?]>([
		["plain texts", { prompt: "The ship", completion: " sails." }],
		["a text answered by messages", { prompt: "q", completion: [said("a")] }],
		["messages answered by a text", { prompt: [user("q")], completion: "a" }],
		["a question", { question: "q", answer: "a", system: "Be brief." }],
		["an instruction", { instruction: "q", input: "Mira", output: "a" }],
		[
			"an instruction beside a question",
			{ instruction: "i", output: "a", question: "q" },
		],
		["a question beside a prompt", { question: "q", answer: "a", prompt: "p" }],
		[
			"messages beside a prompt",
			{ prompt: "p", messages: [user("q"), said("a")] },
		],
		[
			"ShareGPT beside an instruction",
			{
				instruction: "i",
				conversations: [
					{ from: "system", value: "Be brief." },
					{ from: "human", value: "q" },
					{ from: "gpt", value: "a" },
				],
			},
		],
		["tools", { messages: [user("q"), said("a")], tools: '[{"name":"f"}]' }],
		[
			"a labelled text",
			{ prompt: "The ship", completion: " sails.", label: true },
			"labels",
		],
		[
			"a pair of texts",
			{ prompt: "The ship", chosen: " sails.", rejected: " sinks." },
			"pairs",
		],
		[
			"a pair with messages",
			{ prompt: "q", chosen: [said("a")], rejected: "b" },
			"pairs",
		],
		[
			"a pair of whole conversations",
			{ chosen: [user("q"), said("a")], rejected: [user("q"), said("b")] },
			"pairs",
		],
	])("%s", (_, value, wants = "demonstrations") => {
		const row = rowOf(value);
		const [trained] = rowEncoder({ ...parts, wants })(row).flat();
		const prompt = trained?.ids.subarray(0, trained.mask.indexOf(1));
		expect(prompt?.length).toBeGreaterThan(0);
		expect([...encodePrompt(row, parts).ids]).toEqual([...(prompt ?? [])]);
	});
});

test("a completion of several turns is asked with all of them but its last", () => {
	const row = rowOf({
		prompt: [user("q")],
		completion: [said("a"), user("r"), said("b")],
	});
	expect(splitRow(row)).toEqual({
		asked: [user("q"), said("a"), user("r")],
		shown: "b",
	});
});

test("a text asks nothing", () => {
	const row = rowOf({ text: "Once." });
	expect(splitRow(row)).toEqual({ asked: null, shown: "Once." });
	expect(() => encodePrompt(row, parts)).toThrow(
		"rows.jsonl:3: expected a question to be answered, found a text that asks none.",
	);
});
