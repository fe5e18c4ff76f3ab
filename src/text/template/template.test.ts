import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { templates } from "../../../test/fixtures/templates.ts";
import {
	template,
	tinyTokenizerFolder,
} from "../../../test/fixtures/tiny-model.ts";
import { createTemplate, openTemplate } from "./template.ts";

const hello = [{ role: "user", content: "hi" }];
const closed = { addGenerationPrompt: false };
const asking = { addGenerationPrompt: true };

describe("rendering", () => {
	test("with and without generation prompt", () => {
		const chatml = template(templates.chatml);
		const turn = "<|im_start|>user\nhi<|im_end|>\n";
		const system = "<|im_start|>system\nBe kind.<|im_end|>\n";
		expect(chatml.render(hello, closed)).toBe(system + turn);
		expect(chatml.render(hello, asking)).toBe(
			`${system + turn}<|im_start|>assistant\n`,
		);
	});

	test("special tokens and tools are there as in transformers", () => {
		const text = template(
			"{{ bos_token }}{{ tools is none }}{% if tools %}{{ tools[0].name }}{% endif %}{{ pad_token is defined }}",
			{ bos_token: "<s>" },
		);
		expect(text.render(hello, closed)).toBe("<s>TrueFalse");
		expect(text.render(hello, { ...closed, tools: [{ name: "f" }] })).toBe(
			"<s>FalsefFalse",
		);
	});

	test("what one rendering assigns, the next one does not find", () => {
		const text = template(
			"{{ bos_token }}{% set bos_token = 'x' %}{{ bos_token }}",
			{ bos_token: "<s>" },
		);
		for (let turn = 0; turn < 2; turn++)
			expect(text.render(hello, closed)).toBe("<s>x");
	});

	test("of several templates, rows with tools take tool_use", () => {
		const named = createTemplate(
			new Map([
				["default", { text: "plain", source: "x" }],
				["tool_use", { text: "tools", source: "y" }],
			]),
			{ special: {} },
		);
		expect(named.render(hello, closed)).toBe("plain");
		expect(named.render(hello, { ...closed, tools: [{}] })).toBe("tools");
	});

	test("generation marks become spans and leave no trace", () => {
		const marked = template(
			"{% for m in messages %}\n[{%- generation %}\n{{ m.content }}!{% endgeneration %}]{% endfor %}",
		);
		expect(marked.renderMarked([...hello, ...hello], closed)).toEqual({
			text: "[hi!][hi!]",
			marksTurns: true,
			marked: [
				{ start: 1, end: 4 },
				{ start: 6, end: 9 },
			],
		});
		const plain = template(templates.chatml).renderMarked(hello, closed);
		expect(plain.marksTurns).toBe(false);
	});

	test("new lines are one character, reasoning has two names", () => {
		const source =
			"{{ messages[0].thinking }}\r\n{{ messages[0].reasoning_content }}";
		const reasoned = [{ role: "assistant", content: "", reasoning: "hm" }];
		expect(template(source).render(reasoned, closed)).toBe("hm\nhm");
	});

	test("a content of null is absent, as in transformers", () => {
		const source = "{{ messages[0].content is defined }}";
		const called = [{ role: "assistant", content: null, tool_calls: [] }];
		expect(template(source).render(called, closed)).toBe("False");
	});

	test("strip takes the characters that it is given", () => {
		const cases = [
			["{{ ' \\n6\\n '.lstrip('\\n') }}|", " \n6\n |"],
			["{{ '\\n 6 \\n'.strip('\\n') }}|", " 6 |"],
			["{{ 'xxaxx'.rstrip('x') }}{{ 'abcb'.strip('ab') }}", "xxac"],
			["{{ ' a '.strip() }}{{ '１２１'.strip('１') }}", "a２"],
		];
		for (const [source = "", expected] of cases)
			expect(template(source).render(hello, closed)).toBe(expected);
	});

	test("the date of the settings, else today's", () => {
		const dated = (format: string, date: string | null = "2026-03-05") =>
			template(
				`{{ strftime_now(${JSON.stringify(format)}) }}`,
				{},
				{ date },
			).render(hello, closed);
		expect(dated("%d %b %Y")).toBe("05 Mar 2026");
		expect(dated("%A, %-d %B %y, %H:%M:%S, 100%%")).toBe(
			"Thursday, 5 March 26, 00:00:00, 100%",
		);
		expect(dated("%Y-%m-%d", null)).toBe(new Date().toISOString().slice(0, 10));
		const defined = "{{ strftime_now is defined }}";
		expect(template(defined).render(hello, closed)).toBe("True");
		expect(() => dated("%Y", "2026-02-30")).toThrow(/a day as YYYY-MM-DD/);
	});
});

describe("variables", () => {
	const source =
		"\n  {%- if enable_thinking is defined and not enable_thinking %}\nshort{% else %}\nlong{% endif %} {{ names | default(['x']) | tojson }}{% macro f() %}{{ enable_thinking }}{% endmacro %}";
	const rendered = (variables: Record<string, unknown>) =>
		template(source, {}, { variables }).render(hello, closed);

	test("are seen by the template", () => {
		expect(rendered({})).toBe('long ["x"]');
		expect(rendered({ enable_thinking: false })).toBe('short ["x"]');
		expect(rendered({ names: ['a "b"', null, 2, { c: true }] })).toBe(
			'long ["a \\"b\\"", null, 2, {"c": true}]',
		);
	});

	test("leave white space at the beginning as it was", () => {
		for (const text of ["\n x", "  {% if true %}y{% endif %}", "{{- 'z' }}"]) {
			const more = `${text}{{ '' if flag is defined }}`;
			const plain = template(more).render(hello, closed);
			const set = template(more, {}, { variables: { flag: 1 } });
			expect(set.render(hello, closed)).toBe(plain);
		}
	});

	test("that the template does not read are refused", () => {
		for (const name of ["enable_thinkin", "f2", "enable-thinking"])
			expect(() => rendered({ [name]: true })).toThrow(
				/data\.template, .*a variable that the chat template reads.*It asks for enable_thinking\./,
			);
	});
});

describe("templates that fail", () => {
	test.each([
		["{% for m in messages %}", /a valid jinja template, found an error/],
		["{% frobnicate %}", /Unknown statement type: frobnicate/],
		["{{ 'unclosed }}", /a valid jinja template/],
	])("at reading: %s", (text, sentence) => {
		expect(() => template(text)).toThrow(sentence);
	});

	test.each([
		["{{ raise_exception('no cats') }}", /accepts, found its error: no cats/],
		["{{ messages | frobnicate }}", /Unknown ArrayValue filter: frobnicate/],
		["{{ messages.frob() }}", /its error/],
		["{% for i in range(10000000000) %}{% endfor %}", /range\(\) of more than/],
		["{% for i in range(0, 10, 0) %}{% endfor %}", /range\(\) of more than/],
		["{% macro f(g) %}{{ g(g) }}{% endmacro %}{{ f(f) }}", /its error/],
	])("at rendering: %s", (text, sentence) => {
		const render = () =>
			template(text).render(hello, { ...closed, where: "rows.jsonl:3" });
		expect(render).toThrow(/^rows.jsonl:3: expected messages/);
		expect(render).toThrow(sentence);
	});
});

describe("in a model folder", () => {
	let folder: string;
	beforeEach(async () => {
		folder = await mkdtemp(join(tmpdir(), "temper-template-"));
	});
	afterEach(() => rm(folder, { recursive: true }));
	const config = (value: unknown) =>
		writeFile(join(folder, "tokenizer_config.json"), JSON.stringify(value));
	const rendered = async () =>
		(await openTemplate(folder))?.render(hello, closed);

	test("chat_template.jinja stands before the config", async () => {
		await config({ chat_template: "config", bos_token: { content: "<s>" } });
		expect(await rendered()).toBe("config");
		await writeFile(join(folder, "chat_template.jinja"), "{{ bos_token }}file");
		expect(await rendered()).toBe("<s>file");
		const own = join(folder, "own.jinja");
		await writeFile(own, "own");
		const template = await openTemplate(folder, { file: own });
		expect(template?.render(hello, closed)).toBe("own");
	});

	test("a list of named templates", async () => {
		await config({
			chat_template: [
				{ name: "tool_use", template: "tools" },
				{ name: "default", template: "plain" },
			],
		});
		expect(await rendered()).toBe("plain");
		await config({ chat_template: [{ name: "rag", template: "x" }] });
		await expect(rendered()).rejects.toThrow(/named "default", found only rag/);
		await config({ chat_template: [{ name: "default" }] });
		await expect(rendered()).rejects.toThrow(/list of \{ name, template \}/);
	});

	const additional = async (name: string, text: string) => {
		const inside = join(folder, "additional_chat_templates");
		await mkdir(inside, { recursive: true });
		await writeFile(join(inside, name), text);
	};

	test("additional files are named templates beside the file", async () => {
		await writeFile(join(folder, "chat_template.jinja"), "plain");
		await additional("tool_use.jinja", "tools");
		await additional("rag.jinja", "rag");
		await additional("README.md", "{% frob %}");
		expect(await rendered()).toBe("plain");
		const found = await openTemplate(folder);
		expect(found?.render(hello, { ...closed, tools: [{}] })).toBe("tools");
	});

	test("additional files stand before the config, even without a default", async () => {
		await config({ chat_template: "config" });
		await additional("tool_use.jinja", "tools");
		const found = await openTemplate(folder);
		expect(found?.render(hello, { ...closed, tools: [{}] })).toBe("tools");
		expect(() => found?.render(hello, closed)).toThrow(
			/named "default", found only tool_use/,
		);
		await additional("default.jinja", "the default");
		expect(await rendered()).toBe("the default");
	});

	test("an additional file that is no jinja is named", async () => {
		await writeFile(join(folder, "chat_template.jinja"), "plain");
		await additional("tool_use.jinja", "{% frobnicate %}");
		await expect(openTemplate(folder)).rejects.toThrow(
			/additional_chat_templates.tool_use\.jinja: expected a valid jinja/,
		);
	});

	test("marks count for the template that has them", async () => {
		await writeFile(join(folder, "chat_template.jinja"), "plain");
		const marked = "{% generation %}x{% endgeneration %}";
		await additional("tool_use.jinja", marked);
		const found = await openTemplate(folder);
		const marks = (tools: object[] | null) =>
			found?.renderMarked(hello, { ...closed, tools }).marksTurns;
		expect([marks(null), marks([{}])]).toEqual([false, true]);
	});

	test("none is null, and a file that is asked for must be there", async () => {
		await config({});
		expect(await openTemplate(folder)).toBeNull();
		await expect(
			openTemplate(folder, { file: join(folder, "gone.jinja") }),
		).rejects.toThrow(/gone.jinja: expected a chat template, found no such/);
	});

	test("the tiny tokenizer's own marks its turns", async () => {
		const tiny = await openTemplate(tinyTokenizerFolder);
		expect(tiny?.renderMarked(hello, closed).marksTurns).toBe(true);
		expect(tiny?.render(hello, asking)).toBe(
			"<|im_start|>user\nhi<|im_end|>\n<|im_start|>assistant\n",
		);
	});
});

describe("a template that does not end", () => {
	const nested = (inner: string) =>
		`{% for a in range(9999) %}{% for b in range(9999) %}${inner}{% endfor %}{% endfor %}`;
	const seconds = () => process.cpuUsage().user / 1e6;

	test.each([
		["loops", nested(""), "ends within 2 seconds"],
		[
			"doubles a text",
			"{% set n = namespace(t='ab') %}{% for i in range(99) %}{% set n.t = n.t + n.t %}{% endfor %}",
			"texts of at most 16777216 characters",
		],
		[
			"fills the memory",
			"{% set n = namespace(l=[]) %}{% for i in range(9999) %}{% set n.l = n.l + [range(9999)] %}{% endfor %}",
			"expected a template that",
		],
		["prints", nested("a long text"), "chat_template.jinja: expected"],
	])("%s", { timeout: 300_000 }, (_, text, message) => {
		const began = seconds();
		expect(() => template(text).render([], asking)).toThrow(message);
		expect(seconds() - began).toBeLessThan(10);
	});

	test("is longer than any template", () => {
		expect(() => template("x".repeat(2 ** 20 + 1))).toThrow(
			"at most 1048576 characters",
		);
	});
});
