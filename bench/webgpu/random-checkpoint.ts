import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { RandomStream } from "../../src/core/random.ts";
import { openSafetensors } from "../../src/formats/safetensors/safetensors.ts";
import { writeSafetensors } from "../../src/formats/safetensors/write-safetensors.ts";
import {
	type Model,
	matchModel,
	readArchitecture,
} from "../../src/models/model.ts";

/** SmolLM2-135M's sizes. */
export function smollm2Config(layers: number): Record<string, unknown> {
	return {
		model_type: "llama",
		hidden_size: 576,
		intermediate_size: 1536,
		num_hidden_layers: layers,
		num_attention_heads: 9,
		num_key_value_heads: 3,
		vocab_size: 49152,
		max_position_embeddings: 8192,
		rope_theta: 100000,
		rms_norm_eps: 1e-5,
		hidden_act: "silu",
		tie_word_embeddings: true,
	};
}

/** A model of random weights, in bfloat16, in a new folder. The caller deletes the folder. */
export async function randomCheckpoint(
	config: Record<string, unknown>,
): Promise<{ model: Model; folder: string }> {
	const folder = mkdtempSync(join(tmpdir(), "temper-bench-"));
	writeFileSync(join(folder, "config.json"), JSON.stringify(config));
	const file = join(folder, "model.safetensors");
	await writeSafetensors(
		file,
		[...readArchitecture(config).tensors].map(([name, shape]) => ({
			name,
			shape,
			dtype: "BF16" as const,
			read: () => weights(name, shape),
		})),
	);
	const { tensors } = await openSafetensors(file);
	return { model: matchModel(config, tensors), folder };
}

/** Norms of 1; all else uniform with a deviation of 0.02. */
function weights(name: string, shape: readonly number[]): Float32Array {
	const data = new Float32Array(shape.reduce((a, b) => a * b, 1));
	if (name.endsWith("norm.weight")) return data.fill(1);
	const stream = new RandomStream(1, name);
	const width = 0.02 * Math.sqrt(12);
	for (let i = 0; i < data.length; i++)
		data[i] = width * (stream.uniform() - 0.5);
	return data;
}
