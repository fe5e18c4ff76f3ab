import type { TestTensor, TestValue } from "./gguf-bytes.ts";

/** Values that tell each element of each tensor apart. */
export function tensor(name: string, ...shape: number[]): TestTensor {
	const size = shape.reduce((product, count) => product * count, 1);
	const start = name.length * 1000;
	return {
		name,
		shape,
		values: Float32Array.from({ length: size }, (_, i) => start + i),
	};
}

const vocabulary: Record<string, TestValue> = {
	"tokenizer.ggml.model": { text: "gpt2" },
	"tokenizer.ggml.pre": { text: "gpt-2" },
	"tokenizer.ggml.tokens": { texts: ["a", "b", "ab", "<end>", "Ġ"] },
	"tokenizer.ggml.token_type": { i32s: [1, 1, 1, 3, 1] },
	"tokenizer.ggml.merges": { texts: ["a b"] },
	"tokenizer.ggml.eos_token_id": { u32: 3 },
};

/** Metadata of a decoder of one layer. */
export const sizes = (
	architecture: string,
	more: Record<string, TestValue> = {},
) => {
	const fields: Record<string, TestValue> = {
		context_length: { u32: 16 },
		embedding_length: { u32: 4 },
		block_count: { u32: 1 },
		feed_forward_length: { u32: 6 },
		"attention.head_count": { u32: 1 },
		"attention.layer_norm_rms_epsilon": { f32: 1e-6 },
		...more,
	};
	return {
		"general.architecture": { text: architecture },
		...Object.fromEntries(
			Object.entries(fields).map(([key, value]) => [
				`${architecture}.${key}`,
				value,
			]),
		),
		...vocabulary,
	};
};

/** Tensors of that decoder. */
export const decoder = [
	tensor("token_embd.weight", 5, 4),
	tensor("blk.0.attn_norm.weight", 4),
	tensor("blk.0.ffn_norm.weight", 4),
	tensor("blk.0.attn_q.weight", 4, 4),
	tensor("blk.0.attn_k.weight", 4, 4),
	tensor("blk.0.attn_v.weight", 4, 4),
	tensor("blk.0.attn_output.weight", 4, 4),
	tensor("blk.0.ffn_gate.weight", 6, 4),
	tensor("blk.0.ffn_up.weight", 6, 4),
	tensor("blk.0.ffn_down.weight", 4, 6),
	tensor("output_norm.weight", 4),
];
