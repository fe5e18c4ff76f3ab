import { describe, expect, test } from "vitest";
import { templates } from "../../../test/fixtures/templates.ts";
import { template, tinyTokenizer } from "../../../test/fixtures/tiny-model.ts";
import { type Wants, wantsOf } from "../../text/columns/wanted.ts";
import { rowEncoder } from "../../text/row-encoder.ts";
import { readGroups } from "../read-groups.ts";
import type { EmptyAnswers } from "./answer-fault.ts";
import { checkRows } from "./check-rows.ts";

type Value = Record<string, unknown>;

const tokenizer = tinyTokenizer();
const chat = template(
	templates.chatml.replace(
		"message['content']",
		"(message['reasoning_content'] or '') + (message['tool_calls'] | string if message['tool_calls'] else '') + (message['content'] or '')",
	),
);
const encoderOf = (wants: Wants) =>
	rowEncoder({ tokenizer, template: chat, wants });

/** The rows stand in lines 1, 2 and so on of a file. */
const rowsOf = (values: readonly Value[]) =>
	values.map((value, i) => ({ value, file: "a.csv", line: i + 1 }));

async function count(values: readonly Value[], emptyAnswers?: EmptyAnswers) {
	const [first] = rowsOf(values);
	if (first === undefined) throw new Error("no rows");
	const options = {
		...{ maxLength: 100, tooLong: "refuse" as const },
		...(emptyAnswers && { emptyAnswers }),
	};
	let groups = 0;
	const encode = encoderOf(wantsOf(first));
	for await (const _ of readGroups(rowsOf(values), encode, options)) groups++;
	return groups;
}

const ask = { role: "user", content: "q" };
const say = (content: string, more: Value = {}) => ({
	...{ role: "assistant", content },
	...more,
});

const silent: readonly (readonly [string, Value])[] = [
	["an empty cell", { question: "q", answer: "" }],
	["white space", { question: "q", answer: "  \n" }],
	["zero-width characters", { question: "q", answer: "\u200b\ufeff\u2060" }],
	["control characters", { question: "q", answer: "\u0000\u0007" }],
	["a Hangul filler", { instruction: "q", output: "\u3164" }],
	["the blank of Braille", { instruction: "q", output: "\u2800" }],
	["a message", { messages: [ask, say("\u00a0")] }],
	["one turn of two", { messages: [ask, say("a"), ask, say("")] }],
	["a plain completion", { prompt: "q", completion: " \n " }],
	["a labelled answer", { prompt: "q", completion: " \t", label: true }],
	["a plain text", { text: " \n \n" }],
];

describe("an answer without a visible character", () => {
	test.each(silent)("%s is refused with its place", async (_, value) => {
		await expect(count([{ ...value }])).rejects.toThrow(
			/^a\.csv:1: expected an answer with a visible character, found an empty one, .* data\.emptyAnswers: allow/,
		);
	});

	test.each(silent)("%s is taken where it is asked for", async (_, value) => {
		expect(await count([value], "allow")).toBe(1);
	});

	test.each<[string, Value]>([
		[
			"a turn that is switched off",
			{ messages: [ask, { ...say(""), train: false }, ask, say("a")] },
		],
		[
			"a call",
			{
				messages: [
					ask,
					say("", { tool_calls: [{ function: { name: "f", arguments: {} } }] }),
				],
			},
		],
		["thoughts", { messages: [ask, say("", { reasoning_content: "hm" })] }],
		["a full stop", { question: "q", answer: "." }],
		["an emoji with a joiner", { question: "q", answer: "👩‍👩‍👧" }],
	])("is not seen in %s", async (_, value) => {
		expect(await count([value])).toBe(1);
	});

	test.each(["", " ", "\u200b", "\u0007"])(
		"is refused on either side of a pair: %j",
		async (text) => {
			const pair = { question: "q", chosen: "a", rejected: "b" };
			for (const side of ["chosen", "rejected"])
				await expect(count([{ ...pair, [side]: text }])).rejects.toThrow(
					`a.csv:1, ${side}: expected an answer, found an empty text`,
				);
		},
	);
});

test("data check lists such rows, and counts them as usable if they are asked for", async () => {
	const values = [
		{ question: "q", answer: "a" },
		{ question: "r", answer: "" },
		{ question: "s", answer: "  " },
	];
	const options = {
		...({ tokenizer, wants: "demonstrations", maxLength: null } as const),
		encode: encoderOf("demonstrations"),
	};
	const rows = () => rowsOf(values);
	const found = { count: 2, rows: ["a.csv:2", "a.csv:3"] };
	expect(await checkRows(rows, options)).toMatchObject({
		...{ rows: 3, usable: 1, silent: found },
		nothingToLearn: { count: 0 },
	});
	expect(
		await checkRows(rows, { ...options, emptyAnswers: "allow" }),
	).toMatchObject({ rows: 3, usable: 3, silent: found });
});
