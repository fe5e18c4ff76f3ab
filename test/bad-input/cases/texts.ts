import {
	type BadCase,
	check,
	generate,
	inspect,
	show,
	train,
} from "../bad-case.ts";
import type { World } from "../world.ts";

const template = "model/chat_template.jinja";
const rows = show("rows.jsonl");

function templated(
	name: string,
	text: string | Uint8Array,
	argv: readonly string[],
	...says: string[]
): BadCase {
	return { name, spoil: (world) => world.write(template, text), argv, says };
}

const nested =
	"{% for a in range(9999) %}{% for b in range(9999) %}x{% endfor %}{% endfor %}";
const doubling =
	"{% set n = namespace(t='ab') %}{% for i in range(99) %}{% set n.t = n.t + n.t %}{% endfor %}";

const templates: BadCase[] = [
	templated(
		"a template with a fault of syntax",
		"{% for m in messages %}{{ m.content",
		inspect,
		"chat_template.jinja",
		"expected a valid jinja template",
	),
	templated(
		"a template with an unknown filter",
		"{{ messages | shuffle }}",
		rows,
		"rows.jsonl:1",
		"shuffle",
	),
	templated(
		"a template that refuses",
		"{{ raise_exception('only in Latin') }}",
		rows,
		"rows.jsonl:1",
		"only in Latin",
	),
	{
		...templated(
			"a template that loops",
			nested,
			rows,
			"chat_template.jinja",
			"expected",
		),
		alone: true,
	},
	{
		...templated(
			"a template that doubles its text",
			doubling,
			generate(),
			"chat_template.jinja",
			"characters",
		),
		alone: true,
	},
	templated(
		"a template that counts to 10^12",
		"{% for i in range(1000000000000) %}{% endfor %}",
		rows,
		"rows.jsonl:1",
		"range()",
	),
	templated(
		"a template that calls itself",
		"{% macro f(g) %}{{ g(g) }}{% endmacro %}{{ f(f) }}",
		rows,
		"rows.jsonl:1",
		"call stack",
	),
	templated(
		"an enormous template",
		"{{ a }}".repeat(3e5),
		inspect,
		"chat_template.jinja",
		"characters",
	),
	templated(
		"a template of 100,000 brackets",
		`{{ ${"(".repeat(1e5)} }}`,
		inspect,
		"chat_template.jinja",
		"jinja",
	),
	templated(
		"a template that is not UTF-8",
		Buffer.from([0x61, 0xff]),
		inspect,
		"chat_template.jinja",
		"UTF-8",
	),
	templated(
		"a template that writes nothing",
		"",
		train(),
		"rows.jsonl:1",
		"expected",
	),
	templated(
		"a template that hides its turns",
		"{{ messages | length }}<|im_end|>",
		train(),
		"rows.jsonl:1, messages[1]",
		"assistant turn",
	),
	{
		name: "no template",
		spoil: (world) => world.remove(template),
		argv: train(),
		says: ["rows.jsonl:1", "a chat template"],
	},
	{
		name: "a template that is a number",
		spoil(world) {
			world.remove(template);
			world.fields("model/tokenizer_config.json", { chat_template: 5 });
		},
		argv: inspect,
		says: ["tokenizer_config.json", "chat_template"],
	},
];

const file = "model/tokenizer.json";

function tokenizer(
	name: string,
	spoil: (world: World) => void,
	...says: string[]
): BadCase {
	return { name, spoil, argv: train(), says };
}

const model = (fields: object) => (world: World) =>
	world.fields(file, {
		model: { ...(world.json(file).model as object), ...fields },
	});
const more = (id: unknown) => (world: World) =>
	world.fields(file, {
		added_tokens: [
			...(world.json(file).added_tokens as object[]),
			{ id, content: "<new>", special: true },
		],
	});

const tokenizers: BadCase[] = [
	tokenizer(
		"no tokenizer",
		(world) => world.remove(file),
		"DIR/model",
		"a file tokenizer.json",
	),
	tokenizer(
		"no tokenizer config",
		(world) => world.remove("model/tokenizer_config.json"),
		"DIR/model",
		"tokenizer_config.json",
	),
	tokenizer(
		"a tokenizer cut short",
		(world) => world.write(file, world.read(file).subarray(0, 900)),
		"tokenizer.json line",
	),
	tokenizer(
		"an empty tokenizer",
		(world) => world.write(file, "{}"),
		"tokenizer.json",
		"model",
	),
	tokenizer(
		"an unknown kind",
		model({ type: "Magic" }),
		"tokenizer.json",
		"Magic",
	),
	tokenizer("no vocabulary", model({ vocab: {} }), "tokenizer.json"),
	tokenizer(
		"ids below 0",
		model({ vocab: { a: -1 }, merges: [] }),
		"tokenizer.json",
		"-1",
	),
	tokenizer(
		"merges that are numbers",
		model({ merges: [1, 2] }),
		"tokenizer.json",
	),
	tokenizer(
		"merges of unknown parts",
		model({ merges: ["zz qq"] }),
		"tokenizer.json",
	),
	tokenizer(
		"an unknown step",
		(world) => world.fields(file, { pre_tokenizer: { type: "Magic" } }),
		"tokenizer.json",
		"Magic",
	),
	tokenizer(
		"a pattern that is none",
		(world) =>
			world.fields(file, {
				pre_tokenizer: {
					...{ type: "Split", behavior: "Isolated", invert: false },
					pattern: { Regex: "(((" },
				},
			}),
		"tokenizer.json",
	),
	tokenizer("an absurd id", more(4e9), "tokenizer.json", "4000000000"),
	tokenizer(
		"a token beyond the model's",
		more(420),
		"DIR/model",
		"420 tokens",
		"421",
	),
	{
		...tokenizer("a token beyond the model's, to generate", more(500)),
		argv: generate(),
		says: ["DIR/model", "420 tokens", "501"],
	},
	tokenizer(
		"an end token that is not there",
		(world) =>
			world.fields("model/tokenizer_config.json", { eos_token: "<gone>" }),
		"tokenizer_config.json",
		"<gone>",
	),
	{
		name: "an end of turn beyond the vocabulary",
		spoil: (world) =>
			world.write("model/generation_config.json", '{"eos_token_id": 9999}'),
		argv: check("rows.jsonl"),
		says: ["generation_config.json", "9999"],
	},
];

export const texts: readonly BadCase[] = [...templates, ...tokenizers];
