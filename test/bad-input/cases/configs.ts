import {
	type BadCase,
	generate,
	inspect,
	train,
	written,
} from "../bad-case.ts";

function field(
	name: string,
	fields: Readonly<Record<string, unknown>>,
	...says: string[]
): BadCase {
	return {
		name,
		spoil: (world) => world.config(fields),
		argv: train(),
		says: ["config.json", ...says],
	};
}

const file = "model/config.json";
const whole = (
	name: string,
	content: string | Uint8Array,
	...says: string[]
): BadCase => written(name, file, content, inspect, "config.json", ...says);

export const configs: readonly BadCase[] = [
	field(
		"an unknown model_type",
		{ model_type: "mamba" },
		"model_type",
		'"mamba"',
	),
	field("no model_type", { model_type: undefined }, "model_type", "nothing"),
	field("a model_type that is an object", { model_type: {} }, "model_type"),
	field(
		"a model_type that every object has",
		{ model_type: "constructor" },
		"model_type",
	),
	field("a size as text", { hidden_size: "16" }, "hidden_size", "a number"),
	field(
		"a size of 0",
		{ num_attention_heads: 0 },
		"num_attention_heads",
		"found 0",
	),
	field("a size below 0", { vocab_size: -420 }, "vocab_size", "found -420"),
	field("half a layer", { num_hidden_layers: 1.5 }, "num_hidden_layers", "1.5"),
	{
		...field(
			"two thousand million layers",
			{ num_hidden_layers: 2e9 },
			"num_hidden_layers",
			"2000000000",
		),
		alone: true,
	},
	{
		...field("an absurd vocabulary", { vocab_size: 2e9 }),
		says: ["model.embed_tokens.weight", "[2000000000, 16]", "[420, 16]"],
	},
	field(
		"a missing size",
		{ intermediate_size: undefined },
		"intermediate_size",
	),
	field(
		"heads that do not divide",
		{ num_key_value_heads: 3 },
		"num_key_value_heads",
	),
	field("an odd head", { head_dim: 7 }, "head_dim", "an even number"),
	field(
		"an unknown activation",
		{ hidden_act: "relu2" },
		"hidden_act",
		"relu2",
	),
	field(
		"a flag as text",
		{ tie_word_embeddings: "yes" },
		"tie_word_embeddings",
	),
	field("an epsilon below 0", { rms_norm_eps: -1 }, "rms_norm_eps"),
	field("a theta of 0", { rope_theta: 0 }, "rope_theta", "above 0"),
	field(
		"an unknown rotary scaling",
		{ rope_scaling: { rope_type: "longrope" } },
		"rope_type",
		"longrope",
	),
	field(
		"a rotary scaling that every object has",
		{ rope_scaling: { rope_type: "toString" } },
		"rope_type",
	),
	field("a rotary scaling as a list", { rope_scaling: [1] }, "rope_scaling"),
	field(
		"two rotary scalings",
		{
			rope_parameters: { rope_type: "default" },
			rope_scaling: { rope_type: "linear", factor: 2 },
		},
		"rope_scaling",
		"rope_parameters",
	),
	field(
		"a part of the head rotated",
		{ partial_rotary_factor: 0.5 },
		"partial_rotary_factor",
	),
	field(
		"a field that nobody implements",
		{ logit_scale: 0.25 },
		"logit_scale",
		"0.25",
	),
	field(
		"quantised weights",
		{ quantization_config: { bits: 4 } },
		"quantization_config",
	),
	field(
		"layer types of another number",
		{ layer_types: ["full_attention"] },
		"layer_types",
	),
	whole("no JSON", "{", "line 1"),
	whole("empty", "", "an empty file"),
	whole("a list", "[]", "expected a JSON object"),
	whole(
		"a key twice",
		'{"model_type":"llama","model_type":"gpt2"}',
		"second time",
	),
	whole("NUL bytes", "\0\0\0\0", "line 1"),
	whole("not UTF-8", Buffer.from([0x7b, 0xff, 0x7d]), "byte offset 1"),
	whole("100,000 brackets", "[".repeat(1e5), "levels of nesting"),
	whole("NaN", '{"model_type": NaN}', "line 1 column 16"),
	{
		name: "no config",
		spoil: (world) => world.remove(file),
		argv: generate(),
		says: ["model", "without config.json", "DIR/model"],
	},
	{
		name: "a folder in place of the config",
		spoil(world) {
			world.remove(file);
			world.write(`${file}/x`, "x");
		},
		argv: train(),
		says: ["config.json", "a folder"],
	},
	{
		name: "a window of one token",
		spoil: (world) => world.config({ max_position_embeddings: 1 }),
		argv: train(),
		says: ["rows.jsonl:1", "at most 1 token"],
	},
];
