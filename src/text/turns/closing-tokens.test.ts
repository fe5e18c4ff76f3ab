import { cpSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { templates } from "../../../test/fixtures/templates.ts";
import {
	template,
	tinyTokenizer,
	tinyTokenizerFolder,
} from "../../../test/fixtures/tiny-model.ts";
import { openTokenizer } from "../tokenizer/open-tokenizer.ts";
import { closingTokens } from "./closing-tokens.ts";
import { turnEndsToNote } from "./turn-ends.ts";

const special = [
	...["<|eot_id|>", "<|eom_id|>", "<|end|>", "<|return|>", "<|call|>"],
	...["</s>", "<|start_header_id|>", "<|end_header_id|>"],
];
const tokenizer = tinyTokenizer({
	special,
	config: { eos_token: "<|endoftext|>" },
});

function closings(text: string): string[] {
	const made = template(text, { bos_token: "", eos_token: "<|endoftext|>" });
	const ids = closingTokens(made, tokenizer);
	return [...ids].map((id) => tokenizer.tokenOf(id) ?? "");
}

/** Another ending behind tool calls. */
const callsEnd = `{%- for m in messages %}<|start_header_id|>{{ m.role }}<|end_header_id|>
{% if m.tool_calls %}{{ m.tool_calls[0].function | tojson }}<|eom_id|>{% else %}{{ m.content }}<|eot_id|>{% endif %}{% endfor %}{% if add_generation_prompt %}<|start_header_id|>assistant<|end_header_id|>
{% endif %}`;

/** A thought, an earlier answer and a last one, each with an ending of its own. */
const channels = `{%- for m in messages %}<|im_start|>{{ m.role }}
{% if m.reasoning_content %}{{ m.reasoning_content }}<|end|>{% endif %}{% if m.tool_calls %}{{ m.tool_calls[0].function.name }}<|call|>{% else %}{{ m.content }}{% if loop.last and m.role == 'assistant' %}<|return|>{% else %}<|end|>{% endif %}{% endif %}{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant
{% endif %}`;

/** An earlier turn ends otherwise than the last one. */
const earlierEnds = `{%- for m in messages %}<|im_start|>{{ m.role }}
{{ m.content }}{% if loop.last and m.role == 'assistant' %}{{ eos_token }}{% else %}</s>{% endif %}{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant
{% endif %}`;

/** A last turn ends twice. */
const endsTwice = `{%- for m in messages %}<|im_start|>{{ m.role }}
{{ m.content }}<|end|>
{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant
{% else %}{{ eos_token }}{% endif %}`;

const marked = `{%- for m in messages %}<|im_start|>{{ m.role }}
{% if m.role == 'assistant' %}{% generation %}{{ m.content }}<|im_end|>{% endgeneration %}{% else %}{{ m.content }}<|im_end|>{% endif %}
{% endfor %}`;

describe("a template closes turns with", () => {
	test.each<[string, string, string[]]>([
		["another token than eos", templates.chatml, ["<|im_end|>"]],
		["a token that marks hold", marked, ["<|im_end|>"]],
		["headers' ending", templates.headers, ["<|eot_id|>"]],
		["its eos", templates.brackets, ["<|endoftext|>"]],
		[
			"a token before a thought's end",
			templates.promptsThought,
			["<|eot_id|>"],
		],
		["another one behind calls", callsEnd, ["<|eot_id|>", "<|eom_id|>"]],
		["none that thoughts end with", channels, ["<|return|>", "<|call|>"]],
		["another one before questions", earlierEnds, ["<|endoftext|>", "</s>"]],
		["two before the end", endsTwice, ["<|endoftext|>", "<|end|>"]],
		["none", templates.endless, []],
		["none that can be seen", "{{ raise_exception('no') }}", []],
	])("%s", (_, text, expected) => {
		expect(closings(text).toSorted()).toEqual(expected.toSorted());
	});
});

function folderOf(config: object, generation: object): string {
	const folder = mkdtempSync(join(tmpdir(), "temper-closing-"));
	cpSync(tinyTokenizerFolder, folder, { recursive: true });
	const write = (name: string, value: object) =>
		writeFileSync(join(folder, name), JSON.stringify(value));
	write("tokenizer_config.json", config);
	write("generation_config.json", generation);
	return folder;
}

test("a base model's turns end where its template closes them, as well as at its eos", async () => {
	const folder = folderOf({ eos_token: "<|endoftext|>" }, { eos_token_id: 0 });
	const opened = await openTokenizer(folder);
	expect([...opened.endOfTurn]).toEqual([0, 2]);
	expect([...opened.closing]).toEqual([2]);
	expect(turnEndsToNote(opened)).toEqual({
		...{ taught: ["<|im_end|>"], named: ["<|endoftext|>"] },
	});
});

test("nothing is noted of a model that names the ending itself", async () => {
	const folder = folderOf({ eos_token: "<|im_end|>" }, { eos_token_id: 0 });
	const opened = await openTokenizer(folder);
	expect([...opened.endOfTurn]).toEqual([2, 0]);
	expect(turnEndsToNote(opened)).toBeNull();
});
