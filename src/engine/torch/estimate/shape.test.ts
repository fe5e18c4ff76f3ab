import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { knownShapes } from "./known-shapes.ts";
import {
	adapterWeights,
	layerLinears,
	shapeOfConfig,
	totalWeights,
} from "./shape.ts";

test.each(knownShapes)(
	"$name has as many weights as its makers say",
	({ billions, shape }) => {
		expect(totalWeights(shape) / 1e9 / billions).toBeCloseTo(1, 2);
	},
);

const tiny = {
	...{ layers: 2, hidden: 8, intermediate: 20, attention: 8, keyValue: 4 },
	...{ vocabulary: 10, tied: false, gated: true },
};

test("matrices and adapters are counted by hand", () => {
	expect(layerLinears(tiny)).toHaveLength(7);
	// q 64, k and v 32 each, o 64, gate, up and down 160 each; twice an embedding of 80.
	expect(totalWeights(tiny)).toBe(2 * (64 + 32 + 32 + 64 + 3 * 160) + 160);
	// Inputs plus outputs: 16 + 12 + 12 + 16 + 28 + 28 + 28.
	expect(adapterWeights(tiny, 3)).toBe(2 * 3 * 140);
	expect(totalWeights({ ...tiny, tied: true, gated: false })).toBe(
		2 * (192 + 2 * 160) + 80,
	);
});

const configOf = (folder: string) =>
	JSON.parse(
		readFileSync(
			new URL(`../../../../models/${folder}/config.json`, import.meta.url),
			"utf8",
		),
	) as Record<string, unknown>;

test("a config.json has a shape", () => {
	const shape = shapeOfConfig(configOf("toy"));
	expect(shape).toMatchObject({ gated: true });
	const gpt2 = { model_type: "gpt2", n_embd: 8, n_layer: 2, n_head: 2 };
	expect(shapeOfConfig({ ...gpt2, vocab_size: 10 })).toEqual({
		...{ layers: 2, hidden: 8, intermediate: 32, attention: 8, keyValue: 8 },
		...{ vocabulary: 10, tied: true, gated: false },
	});
	const llama = {
		...{ model_type: "llama", hidden_size: 8, num_hidden_layers: 2 },
		...{ num_attention_heads: 2, num_key_value_heads: 1, vocab_size: 10 },
		intermediate_size: 20,
	};
	expect(shapeOfConfig(llama)).toEqual(tiny);
	expect(shapeOfConfig({ text_config: llama })).toEqual(tiny);
});

test("experts, and configs without sizes, have none", () => {
	const { model_type, ...sizes } = configOf("toy");
	expect(shapeOfConfig({ ...sizes, model_type, num_experts: 8 })).toBeNull();
	expect(shapeOfConfig({ model_type: "mamba", hidden_size: 8 })).toBeNull();
});
