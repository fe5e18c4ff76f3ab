import { expect, it } from "vitest";
import type { StoredTensor } from "../core/dtype.ts";
import { foreignModel } from "./foreign-architecture.ts";

const stored = (shapes: Readonly<Record<string, readonly number[]>>) =>
	new Map(
		Object.entries(shapes).map(([name, shape]): [string, StoredTensor] => [
			name,
			{ name, shape, dtype: "F32", file: "f", offset: 0, length: 0 },
		]),
	);

it("finds the sizes, the head and the linear layers of a mixture of experts", () => {
	const { architecture } = foreignModel(
		{ model_type: "mixtral", hidden_size: 8, max_position_embeddings: 64 },
		stored({
			"model.embed_tokens.weight": [24, 8],
			"model.layers.0.self_attn.q_proj.weight": [16, 8],
			"model.layers.0.self_attn.q_proj.bias": [16],
			"model.layers.0.input_layernorm.weight": [8],
			"model.layers.0.block_sparse_moe.gate.weight": [4, 8],
			"model.layers.0.block_sparse_moe.experts.1.w1.weight": [32, 8],
			"model.layers.0.mlp.gate_proj.weight": [32, 8],
			"lm_head.weight": [24, 8],
		}),
	);
	expect(architecture).toMatchObject({
		...{ family: "mixtral", hiddenSize: 8, vocabSize: 24, maxPositions: 64 },
		...{ layout: "out-in", head: "lm_head.weight" },
	});
	expect(architecture.linears).toEqual([
		{
			path: "model.layers.0.self_attn.q_proj",
			...{ inFeatures: 8, outFeatures: 16 },
		},
		{
			path: "model.layers.0.mlp.gate_proj",
			...{ inFeatures: 8, outFeatures: 32 },
		},
	]);
});

it("knows layers that are kept as [in, out], tied heads and configs of several parts", () => {
	const gpt2 = foreignModel(
		{ model_type: "gpt2", n_embd: 4, vocab_size: 9 },
		stored({
			"transformer.wte.weight": [9, 4],
			"transformer.h.0.attn.c_attn.weight": [4, 12],
		}),
	).architecture;
	expect(gpt2).toMatchObject({
		...{ layout: "in-out", head: "transformer.wte.weight" },
		linears: [{ inFeatures: 4, outFeatures: 12 }],
	});
	expect(gpt2.maxPositions).toBeGreaterThan(1e9);
	const parts = foreignModel(
		{ model_type: "seeing", text_config: { hidden_size: 6, vocab_size: 5 } },
		stored({}),
	).architecture;
	expect(parts).toMatchObject({ hiddenSize: 6, vocabSize: 5 });
});

it("refuses what says nothing of its size", () => {
	expect(() => foreignModel({ model_type: "odd" }, stored({}), "c")).toThrow(
		"c, hidden_size: expected a whole number above 0, found none.",
	);
});
