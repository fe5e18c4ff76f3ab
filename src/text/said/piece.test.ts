import { describe, expect, test } from "vitest";
import { callPieces } from "./call-pieces.ts";
import { unwritten } from "./piece.ts";
import { answeredIn, saidIn } from "./said-in.ts";

const call = (args: unknown, name = "book") => [
	{ type: "function", function: { name, arguments: args } },
];
const missing = (text: string, args: unknown) =>
	unwritten(text, callPieces(call(args)))?.field ?? null;

describe("arguments of calls", () => {
	const args = {
		city: 'Saint "Malo"\n',
		guests: 2,
		nights: [3, 20.5],
		pets: { allowed: true, names: ["Zoë"] },
		note: null,
		title: "",
	};
	test.each([
		["JSON", JSON.stringify({ name: "book", arguments: args })],
		[
			"JSON in ASCII",
			JSON.stringify({ name: "book", arguments: args }).replace("ë", "\\u00eb"),
		],
		[
			"XML parameters",
			`<function=book>\n<parameter=city>\nSaint "Malo"\n\n</parameter>\n<parameter=guests>2</parameter><parameter=nights>[3, 20.5]</parameter><parameter=pets>{"allowed": true, "names": ["Zoë"]}</parameter><parameter=title>\n</parameter></function>`,
		],
		[
			"Python",
			`[book(city='Saint "Malo"\\n', guests=2, nights=[3, 20.5], pets={'allowed': True, 'names': ['Zoë']}, title='')]`,
		],
	])("are found as %s", (_, text) => {
		expect(missing(text, args)).toBeNull();
		expect(missing(text, JSON.stringify(args))).toBeNull();
	});

	test.each([
		["a value", '{"name": "book", "arguments": {"guests": 12}}', { guests: 2 }],
		["a nested value", 'book {"who": {"age": null}}', { who: { age: 7 } }],
		["a key", 'book {"2"}', { guests: 2 }],
		["one of two equal values", 'book {"a": "x1y"}', { a: "x1y", b: "x1y" }],
		["a truth value", 'book {"open": ""}', { open: false }],
		["text that is no JSON", "book ", "guests: 2"],
	])("%s that is not written is missed", (_, text, given) => {
		expect(missing(text, given)).toMatch(/^tool_calls\[0\]\.arguments/);
	});

	test.each([
		["a line break first", "\n5", '{"x": "\\n5"}'],
		["a tab first", "\tif", '{"x": "\\tif"}'],
		["DEL in ASCII", "a\u007Fb", '{"x": "a\\u007fb"}'],
		["line breaks escaped and tabs not", "\ta:\n\tb", "f(x='\ta:\\n\tb')"],
		["control characters that Python strips", "\u001Cab\u0085", "x: ab"],
	])("a text is found with %s", (_, x, text) => {
		expect(missing(`book ${text}`, { x })).toBeNull();
	});

	test("a truth value leaves the text of its own word to that", () => {
		const args = { open: true, shut: "true", none: false, word: "false" };
		const text = "book(open=True, shut='true', none=False, word='false')";
		expect(missing(text, args)).toBeNull();
		expect(missing(text.replace("'true'", "''"), args)).not.toBeNull();
	});

	test("a name is missed in the flat shape too", () => {
		const flat = [{ name: "book", arguments: { guests: 2 } }];
		expect(unwritten('{"guests": 2}', callPieces(flat))?.field).toBe(
			"tool_calls[0].name",
		);
		expect(unwritten('book {"guests": 2}', callPieces(flat))).toBeNull();
	});
});

describe("calls in other shapes", () => {
	test.each([
		["args", { name: "book", args: { guests: 7 } }],
		["input", { type: "tool_use", name: "book", input: { guests: 7 } }],
		["a name in function", { function: "book", arguments: { guests: 7 } }],
		["unknown fields", { id: "c1", tool: "book", values: { guests: 7 } }],
	])("%s are missed too", (_, call) => {
		const found = (text: string) => unwritten(text, callPieces([call]));
		expect(found('{"name": "book"}')).not.toBeNull();
		expect(found(JSON.stringify(call))).toBeNull();
	});
});

describe("thoughts and content", () => {
	const missed = (text: string, message: Record<string, unknown>) =>
		unwritten(text, saidIn({ role: "assistant", content: "", ...message }))
			?.field ?? null;

	test("a thought that equals the answer needs a place of its own", () => {
		const message = { content: "42", thinking: "42" };
		expect(missed("42<|im_end|>", message)).toBe("thinking");
		expect(missed("<think>42</think>42", message)).toBeNull();
	});

	test("a short answer is not found inside a number or a word", () => {
		expect(missed("the 142", { content: "4" })).toBe("content");
		expect(missed("a 4.", { content: "4" })).toBeNull();
	});

	test.each(["reasoning_content", "reasoning", "thoughts", "refusal"])(
		"%s is said",
		(field) => {
			expect(missed("no", { content: "no", [field]: "I must not." })).toBe(
				field,
			);
		},
	);

	test("what an API puts into objects is said, and said once", () => {
		const reasoning_details = [
			{ type: "reasoning.text", text: "Carry one.", signature: "xyz" },
		];
		const message = { content: "42", reasoning_details };
		expect(missed("42", message)).toBe("reasoning_details");
		const twice = { ...message, reasoning: "Carry one." };
		expect(missed("Carry one. 42", twice)).toBeNull();
	});

	test("white space around thoughts and ends does not matter", () => {
		const content = "<think>hm</think>four ";
		expect(missed("<think>\nhm\n</think>\n\nfour", { content })).toBeNull();
		expect(missed("four", { content })).toBe("content");
	});

	test("of an earlier answer a prompt may leave out the thought alone", () => {
		const message = { role: "assistant", content: "hm</think>four" };
		expect(unwritten("four", answeredIn(message))).toBeNull();
		expect(unwritten("hm", answeredIn(message))?.value).toBe("four");
	});
});
