import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { storedBlockSize } from "../../src/core/dtype.ts";
import { RandomStream } from "../../src/core/random.ts";
import { blocksFile, partsOf } from "../../src/formats/blocks/stored-blocks.ts";
import {
	type TensorSource,
	writeSafetensors,
} from "../../src/formats/safetensors/write-safetensors.ts";
import type { LinearSpec } from "../../src/models/architecture.ts";
import { readArchitecture } from "../../src/models/model.ts";

function qwen2(sizes: {
	readonly hidden: number;
	readonly intermediate: number;
	readonly layers: number;
	readonly heads: number;
	readonly kvHeads: number;
}): Record<string, unknown> {
	return {
		model_type: "qwen2",
		hidden_size: sizes.hidden,
		intermediate_size: sizes.intermediate,
		num_hidden_layers: sizes.layers,
		num_attention_heads: sizes.heads,
		num_key_value_heads: sizes.kvHeads,
		vocab_size: 151936,
		max_position_embeddings: 32768,
		rope_theta: 1e6,
		rms_norm_eps: 1e-6,
		hidden_act: "silu",
		tie_word_embeddings: true,
	};
}

function smollm2(
	hidden: number,
	intermediate: number,
	layers: number,
	heads: number,
	kvHeads: number,
): Record<string, unknown> {
	return {
		...qwen2({ hidden, intermediate, layers, heads, kvHeads }),
		...{ model_type: "llama", vocab_size: 49152, rope_theta: 1e5 },
	};
}

/** Sizes of SmolLM2-135M and -360M, and of Qwen2.5-0.5B, -1.5B and -3B, as their config.json has them. */
export const shapes: Readonly<Record<string, Record<string, unknown>>> = {
	tiny: smollm2(128, 256, 2, 2, 1),
	"135M": smollm2(576, 1536, 30, 9, 3),
	"360M": smollm2(960, 2560, 32, 15, 5),
	"0.5B": qwen2({
		...{ hidden: 896, intermediate: 4864, layers: 24 },
		...{ heads: 14, kvHeads: 2 },
	}),
	"1.5B": qwen2({
		...{ hidden: 1536, intermediate: 8960, layers: 28 },
		...{ heads: 12, kvHeads: 2 },
	}),
	"3B": qwen2({
		...{ hidden: 2048, intermediate: 11008, layers: 36 },
		...{ heads: 16, kvHeads: 2 },
	}),
};

/** A checkpoint of random weights in bfloat16, which is made once, `inBlocks` with blocks of its linear layers in Q4_1. Returns its folder. */
export async function randomModel(
	name: string,
	parent: string,
	inBlocks: boolean,
): Promise<string> {
	const config = shapes[name];
	if (!config)
		throw new Error(`a shape is one of ${Object.keys(shapes).join(", ")}`);
	const folder = join(parent, inBlocks ? `${name}-blocks` : name);
	const configFile = join(folder, "config.json");
	if (existsSync(configFile)) return folder;
	mkdirSync(folder, { recursive: true });
	const block = drawBlock();
	const { tensors, linears } = readArchitecture(config);
	if (inBlocks)
		await writeSafetensors(
			join(folder, blocksFile),
			linears.flatMap((linear) => blockSources(linear, block)),
		);
	await writeSafetensors(
		join(folder, "model.safetensors"),
		[...tensors].map(([name, shape]) => ({
			...{ name, shape, dtype: "BF16" as const },
			read: () => pieces(name, shape, block),
		})),
	);
	writeFileSync(configFile, JSON.stringify(config));
	return folder;
}

/** Uniform numbers of a deviation of 0.02. Their count is prime, so that no two rows of a weight are equal. */
function drawBlock(): Float32Array {
	const stream = new RandomStream(1, "weights");
	const width = 0.02 * Math.sqrt(12);
	return Float32Array.from(
		{ length: 999_983 },
		() => width * (stream.uniform() - 0.5),
	);
}

/** Random codes of 4 bits, with scales and least values of 0.01. They are not those of the weights beside them. */
function blockSources(
	{ path, outFeatures, inFeatures }: LinearSpec,
	block: Float32Array,
): TensorSource[] {
	const { codes, scales, minima } = partsOf(`${path}.weight`);
	const random = new Uint8Array(block.buffer);
	const first = Math.floor(new RandomStream(1, codes).uniform() * 1e5);
	const perBlock = [outFeatures, inFeatures / storedBlockSize];
	const numbers = (bits: number) =>
		new Uint8Array(
			new Uint16Array((outFeatures * inFeatures) / storedBlockSize).fill(bits)
				.buffer,
		);
	const half = { dtype: "F16", shape: perBlock } as const;
	return [
		{
			...{ name: codes, dtype: "U8", shape: [outFeatures, inFeatures / 2] },
			read: () =>
				Uint8Array.from(
					{ length: (outFeatures * inFeatures) / 2 },
					(_, i) => random[(first + i) % random.length] as number,
				),
		},
		{ name: scales, ...half, read: () => numbers(0x211f) },
		{ name: minima, ...half, read: () => numbers(0xac00) },
	];
}

/** Norms of 1; other weights repeat the block, from a place that depends on their name. */
async function* pieces(
	name: string,
	shape: readonly number[],
	block: Float32Array,
): AsyncGenerator<Float32Array> {
	const size = shape.reduce((product, n) => product * n, 1);
	if (name.endsWith("norm.weight")) {
		yield new Float32Array(size).fill(1);
		return;
	}
	// Each tensor begins elsewhere: the runtime would hold equal weights of several layers once.
	const first = Math.floor(new RandomStream(1, name).uniform() * block.length);
	for (let done = 0, at = first; done < size; at = 0) {
		const piece = block.subarray(at, at + size - done);
		done += piece.length;
		yield piece;
	}
}
