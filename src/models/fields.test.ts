import { expect, test } from "vitest";
import { TemperError } from "../core/error.ts";
import { readArchitecture } from "./model.ts";

const llama = {
	model_type: "llama",
	hidden_size: 16,
	intermediate_size: 32,
	num_hidden_layers: 2,
	num_attention_heads: 2,
	vocab_size: 42,
};
const gemma = { ...llama, model_type: "gemma3_text", num_key_value_heads: 1 };
const linear = { rope_type: "linear", factor: 2 };
const llama3 = {
	rope_type: "llama3",
	factor: 8,
	low_freq_factor: 1,
	high_freq_factor: 4,
	original_max_position_embeddings: 64,
};
const yarn = { rope_type: "yarn", factor: 4 };

type Config = Readonly<Record<string, unknown>>;

const refusals: [name: string, fields: Config, message: string][] = [
	[
		"another scaling",
		{ rope_parameters: { rope_type: "default" }, rope_scaling: linear },
		"rope_scaling: expected the same as in rope_parameters, or nothing, found {",
	],
	[
		"another factor",
		{ rope_parameters: linear, rope_scaling: { ...linear, factor: 4 } },
		"rope_scaling: expected the same",
	],
	[
		"another theta",
		{ rope_parameters: { rope_theta: 500000 }, rope_theta: 10000 },
		"rope_theta: expected the same as in rope_parameters, or nothing, found 10000.",
	],
	["theta", { rope_theta: -1 }, "rope_theta: expected a number above 0"],
	[
		"low factor",
		{ rope_scaling: { ...llama3, low_freq_factor: 0 } },
		"rope_scaling, low_freq_factor: expected a number above 0, found 0.",
	],
	[
		"high factor",
		{ rope_scaling: { ...llama3, high_freq_factor: -4 } },
		"rope_scaling, high_freq_factor: expected a number above 0, found -4.",
	],
	[
		"factors the wrong way round",
		{ rope_scaling: { ...llama3, high_freq_factor: 1 } },
		"high_freq_factor: expected more than low_freq_factor, 1, found 1.",
	],
	[
		"beta_fast",
		{ rope_parameters: { ...yarn, beta_fast: 0 } },
		"rope_parameters, beta_fast: expected a number above 0, found 0.",
	],
	[
		"beta_slow",
		{ rope_parameters: { ...yarn, beta_slow: -1 } },
		"rope_parameters, beta_slow: expected a number above 0, found -1.",
	],
	[
		"betas the wrong way round",
		{ rope_parameters: { ...yarn, beta_slow: 40 } },
		"beta_fast: expected at least beta_slow, 40, found 32.",
	],
	[
		"amplitude",
		{ rope_parameters: { ...yarn, attention_factor: 0 } },
		"attention_factor: expected a number above 0, found 0.",
	],
	[
		"layers",
		{ num_hidden_layers: 2e9 },
		"num_hidden_layers: expected a whole number from 1 to 2048, found 2000000000.",
	],
	["epsilon", { rms_norm_eps: -1 }, "rms_norm_eps: expected a number from 0"],
];

function refusal(config: Config): string {
	try {
		readArchitecture(config);
	} catch (error) {
		expect(error).toBeInstanceOf(TemperError);
		return (error as TemperError).message;
	}
	return "accepted";
}

test.each(refusals)("refuses by name: %s", (_, fields, message) => {
	expect(refusal({ ...llama, ...fields })).toContain(message);
});

test("a soft cap is refused in words that say what would be right", () => {
	expect(refusal({ ...gemma, attn_logit_softcapping: 5 })).toBe(
		"config.json, attn_logit_softcapping: expected null, found 5.",
	);
});

test("two spellings of the same are accepted", () => {
	const fields = {
		rope_theta: 500000,
		rope_parameters: { ...llama3, rope_theta: 500000 },
		rope_scaling: llama3,
	};
	expect(refusal({ ...llama, ...fields })).toBe("accepted");
	expect(refusal({ ...llama, rope_parameters: yarn })).toBe("accepted");
});

test("Gemma's older scaling must agree with that of its full layers", () => {
	const rope_parameters = {
		full_attention: { ...linear, rope_theta: 1e6 },
		sliding_attention: { rope_type: "default", rope_theta: 10000 },
	};
	const both = (rope_scaling: Config) =>
		refusal({ ...gemma, rope_parameters, rope_scaling });
	expect(both(linear)).toBe("accepted");
	expect(both({ ...linear, factor: 8 })).toContain("rope_scaling: expected");
});
