import { describe, expect, test } from "vitest";
import { templates } from "../../../test/fixtures/templates.ts";
import { template, tinyTokenizer } from "../../../test/fixtures/tiny-model.ts";
import { withTemplate } from "../tokenizer/open-tokenizer.ts";
import { thinkingAfter } from "./thinking-after.ts";
import { thoughtMarks } from "./thought-marks.ts";
import { opensThought, splitThoughts, usualMarks } from "./thoughts.ts";

describe("an answer is what follows the last thought", () => {
	test.each<[string, string | null]>([
		["42", "42"],
		["<think>It is 41.</think>\n\n42", "42"],
		["It is 41.</think>42", "42"],
		["<think>a</think>41<think>b</think> 42 ", "42"],
		["<think></think>", ""],
		["<think>It is 42", null],
		["<think>a</think>So 41? <think>or 42", null],
		["a < b > c", "a < b > c"],
	])("%j", (text, final) => {
		const thought = /think>/.test(text);
		expect(splitThoughts(text)).toEqual({ final, thought });
	});

	test.each<[string, string | null]>([
		["`<think>` opens a thought", "`<think>` opens a thought"],
		["42 (`</think>` closes one)", "42 (`</think>` closes one)"],
		["<think>a `</think>` here</think>42", "42"],
		["<think>call `f`</think>`g`", "`g`"],
		["`x` <think>`<think>`", null],
	])("a mark that is quoted as code is text: %j", (text, final) => {
		expect(splitThoughts(text).final).toBe(final);
	});

	test("that the prompt opened a thought is known", () => {
		const thinking = { marks: usualMarks, opened: true };
		expect(splitThoughts("It is 42.", thinking).final).toBeNull();
		expect(splitThoughts("It is 41.</think>\n42", thinking).final).toBe("42");
		expect(opensThought("<|assistant|><think>\n", usualMarks)).toBe(true);
		expect(opensThought("<think>\n\n</think>\n\n", usualMarks)).toBe(false);
		expect(opensThought("What is <think>?<|assistant|>", usualMarks)).toBe(
			false,
		);
	});

	test("the words of a mark may stand apart", () => {
		const marks = [{ open: "<a>thought", close: "</a> <b>" }];
		const thinking = { marks, opened: false };
		expect(splitThoughts("<a>thought 1</a>\n<b>2", thinking).final).toBe("2");
		expect(splitThoughts("<a>thought 1</a>", thinking).final).toBeNull();
	});
});

const special = ["[THINK]", "[/THINK]", "<|channel>", "<channel|>"];
const tokenizer = tinyTokenizer({ special });
const turns = (assistant: string, prompt = "") =>
	`{%- for m in messages %}<|im_start|>{{ m.role }}
{% if m.role == 'assistant' %}${assistant}{% else %}{{ m.content }}{% endif %}<|im_end|>
{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant
${prompt}{% endif %}`;
const written = (open: string, close: string) =>
	turns(
		`{% if m.reasoning_content %}${open}{{ m.reasoning_content }}${close}{% endif %}{{ m.content }}`,
	);

describe("marks of thoughts are those of the template", () => {
	const usual = usualMarks[0];
	test.each<[string, string, readonly unknown[]]>([
		["none of its own", templates.chatml, [usual]],
		["the usual ones", templates.thinking, [usual]],
		[
			"written around reasoning",
			written("<reasoning>\n", "\n</reasoning>\n"),
			[usual, { open: "<reasoning>", close: "</reasoning>" }],
		],
		[
			"special tokens",
			written("[THINK]", "[/THINK]"),
			[usual, { open: "[THINK]", close: "[/THINK]" }],
		],
		[
			"a channel",
			written("<|channel>thought\n", "<channel|>"),
			[
				usual,
				{ open: "<|channel>", close: "<channel|>" },
				{ open: "<|channel>thought", close: "<channel|>" },
			],
		],
		[
			"dropped from contents",
			turns("{{ m.content.split('</seed:think>')[-1] }}", "<seed:think>"),
			[usual, { open: "<seed:think>", close: "</seed:think>" }],
		],
		[
			"opened by the prompt alone",
			turns("{{ m.content }}", "<muse>\n"),
			[usual, { open: "<muse>", close: "</muse>" }],
		],
		[
			"a channel that contents are split by",
			turns("{{ m.content.split('<channel|>')[-1].split('<|channel>')[0] }}"),
			[usual, { open: "<|channel>", close: "<channel|>" }],
		],
		[
			"a message of its own",
			`{%- for m in messages %}<|im_start|>{{ m.role }}{% if m.reasoning_content %} to=self
{{ m.reasoning_content }}[/THINK]<|im_start|>{{ m.role }}{% endif %}
{{ m.content }}<|im_end|>{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant{% endif %}`,
			[usual],
		],
		["words alone", written("Thought: ", " Answer: "), [usual]],
		["no header of a turn", written("<|im_end|>\n", "<|im_end|>\n"), [usual]],
	])("%s", (_, text, marks) => {
		expect(thoughtMarks(template(text), tokenizer)).toEqual(marks);
	});

	test("special tokens that mark thoughts stay in the text of answers", () => {
		const own = withTemplate(
			tokenizer,
			template(written("[THINK]", "[/THINK]")),
		);
		const ids = own.encode("[THINK]a[/THINK]b<|im_end|>", {
			addSpecial: false,
		});
		expect(own.decode(ids, { skipSpecial: true })).toBe("[THINK]a[/THINK]b");
		expect(tokenizer.decode(ids, { skipSpecial: true })).toBe("ab");
		const prompt = own.encode("<|im_start|>assistant\n[THINK]", {
			addSpecial: false,
		});
		expect(thinkingAfter(prompt, own).opened).toBe(true);
	});
});
