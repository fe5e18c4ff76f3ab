import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { template } from "../../../test/fixtures/tiny-model.ts";
import { TemperError } from "../../core/error.ts";
import { parseRowJson } from "../../formats/json/parse-json.ts";
import type { Message } from "../message.ts";

interface Recorded {
	readonly arguments: string;
	readonly cases: readonly { template: string; text: string | null }[];
}

const fixtures = join(import.meta.dirname, "../../../test/fixtures/templates");
const recorded = JSON.parse(
	readFileSync(join(fixtures, "values.json"), "utf8"),
) as Recorded;
const place = { file: "rows.jsonl", code: "data", line: 1 } as const;
const row = parseRowJson(
	`{"messages":[{"role":"user","content":"go"},{"role":"assistant","content":"","tool_calls":[{"type":"function","function":{"name":"f","arguments":${recorded.arguments}}}]}],"tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object","properties":{"id":{"type":"integer","minimum":1.0,"maximum":9223372036854775807}}}}}]}`,
	place,
) as { messages: Message[]; tools: unknown[] };

function render(source: string, messages = row.messages): string {
	const { tools } = row;
	return template(source).render(messages, {
		...{ addGenerationPrompt: false, tools, where: "rows.jsonl:1" },
	});
}

describe("values as transformers 5.23.0 writes them", () => {
	it.each(recorded.cases.filter(({ text }) => text !== null))(
		"$template",
		({ template: source, text }) => {
			expect(render(source)).toBe(text);
		},
	);

	it.each(recorded.cases.filter(({ text }) => text === null))(
		"refuses $template",
		({ template: source }) => {
			expect(() => render(source)).toThrow(TemperError);
		},
	);
});

describe("arguments of calls given as JSON text", () => {
	const call = (text: string): Message[] => [
		{ role: "user", content: "go" },
		{
			role: "assistant",
			content: null,
			tool_calls: [
				{ type: "function", function: { name: "f", arguments: text } },
			],
		},
	];
	const each = (inner: string) =>
		`{% for call in messages[1].tool_calls %}{% set call = call.function %}${inner}{% endfor %}`;
	const text = '{"id":1234567890123456789,"price":20.0}';
	const written = '{"id": 1234567890123456789, "price": 20.0}';

	it.each([
		["tojson", "{{ call.arguments | tojson }}", written],
		[
			"tojson of the call",
			"{{ call | tojson }}",
			`{"name": "f", "arguments": ${written}}`,
		],
		[
			"a test for text",
			"{% if call.arguments is string %}{{ call.arguments }}{% else %}{{ call.arguments | tojson }}{% endif %}",
			text,
		],
		["a text that is joined", "{{ '<' + call.arguments + '>' }}", `<${text}>`],
		[
			"a template that goes through the arguments",
			"{% for k, v in call.arguments | items %}{{ k }}={{ v }};{% endfor %}",
			"id=1234567890123456789;price=20.0;",
		],
		[
			"a template that takes objects alone",
			"{% if call.arguments is not mapping %}{{ raise_exception('no object') }}{% endif %}{{ call.arguments | tojson }}",
			written,
		],
	])("are not encoded twice by %s", (_, inner, expected) => {
		expect(render(each(inner), call(text))).toBe(expected);
	});

	it("are decoded in calls without a wrapper and in function_call too", () => {
		const bare = [
			{
				role: "assistant",
				content: null,
				tool_calls: [{ name: "f", arguments: '{"a":1}' }],
				function_call: { name: "g", arguments: '{"b":[2.0]}' },
			},
		];
		const source =
			"{{ messages[0].tool_calls | tojson }}{{ messages[0].function_call | tojson }}";
		expect(render(source, bare)).toBe(
			'[{"name": "f", "arguments": {"a": 1}}]{"name": "g", "arguments": {"b": [2.0]}}',
		);
	});

	it.each(["{broken", "", "[1]", '"x"'])(
		"that hold no object (%j) are refused where they would be encoded, and kept where they are written as they are",
		(arguments_) => {
			const asJson = each("{{ call.arguments | tojson }}");
			expect(() => render(asJson, call(arguments_))).toThrow(
				"the arguments of a call to be an object, or the JSON text of one",
			);
			const asText = each("<{{ call.arguments }}>");
			expect(render(asText, call(arguments_))).toBe(`<${arguments_}>`);
		},
	);
});

describe("white space, equality and loops as jinja has them", () => {
	const content = "\uFEFFa\u0085";
	const said = "\u001C b \u0085";
	const messages: Message[] = [
		{ role: "user", content, name: "", parts: [], box: { a: [1] } },
		{ role: "assistant", content: said },
	];
	it.each([
		["{{ messages[0].content | trim }}", "\uFEFFa"],
		["{{ messages[1].content | trim }}", "b"],
		["{{ messages[1].content.strip() }}", "b"],
		["{{ messages[1].content.lstrip() }}", "b \u0085"],
		["{{ messages[1].content.rstrip(none) }}", "\u001C b"],
		["{{ 'xaxx' | trim('x') }}", "a"],
		["{{ messages[0].box.a | upper }}", "[1]"],
		["{{ ['string', 'null'] | upper }}", "['STRING', 'NULL']"],
		["{{ none | lower }}", "none"],
		["{{ 7.0 | trim }}", "7.0"],
		["{{ messages[0].missing | trim }}.", "."],
		["{{ messages[0].name == false }}", "False"],
		["{{ '' != false }}", "True"],
		["{{ '1' == 1 }}", "False"],
		["{{ true == 1.0 }}", "True"],
		["{{ messages[0].parts == [] }}", "True"],
		["{{ messages[0].box == { 'a': [1.0] } }}", "True"],
		["{{ messages[0].missing == none }}", "False"],
		["{% for one in messages[0].missing %}x{% else %}none{% endfor %}", "none"],
		["{% for one in messages[0].missing if one %}x{% endfor %}.", "."],
		[
			"{% for m in messages if m.role == 'user' %}{{ m.role }}{% endfor %}",
			"user",
		],
	])("%s", (source, text) => {
		expect(render(source, messages)).toBe(text);
	});
});
