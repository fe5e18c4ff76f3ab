import { existsSync } from "node:fs";
import path from "node:path";
import { peerProgram, peersDir, runProgram } from "../../peers/setup/python.ts";
import { knownShapes } from "../../src/engine/torch/estimate/known-shapes.ts";
import type { DecoderShape } from "../../src/engine/torch/estimate/shape.ts";
import { devices, tokenFlops } from "../../src/engine/torch/estimate/time.ts";
import type { Measurement } from "./contract.ts";

const known = (name: string) =>
	knownShapes.find((one) => one.name === name)!.shape;

interface RandomModel {
	readonly shape: DecoderShape;
	/** D */
	readonly headSize: number;
}

function small(
	layers: number,
	hidden: number,
	intermediate: number,
	tied: boolean,
): RandomModel {
	const sizes = { layers, hidden, intermediate, attention: hidden };
	return {
		shape: {
			...{ ...sizes, keyValue: hidden / 2, vocabulary: 49152 },
			...{ tied, gated: true },
		},
		headSize: 32,
	};
}

/** Models that are made with random weights, and the folder of one. Their vocabularies hold SmolLM2's tokenizer. */
export const shapes: Readonly<Record<string, RandomModel>> = {
	tiny: small(2, 64, 128, true),
	"30m": small(8, 320, 1024, true),
	"80m": small(12, 576, 1536, false),
	"1b": { shape: known("Llama 3.2 1B"), headSize: 64 },
	"7b": { shape: known("Qwen 2.5 7B"), headSize: 128 },
};

/** The folder of a model of random weights, which is made once. */
export function shapedModel(
	name: string,
	{
		python,
		tokenizer,
		device,
	}: { python: string; tokenizer: string; device: string },
): string {
	const found = shapes[name];
	if (!found)
		throw new Error(`--shape is one of ${Object.keys(shapes).join(", ")}`);
	const { shape, headSize } = found;
	const folder = path.join(peersDir, "shapes", name);
	if (existsSync(path.join(folder, "tokenizer_config.json"))) return folder;
	const sizes = {
		hidden_size: shape.hidden,
		intermediate_size: shape.intermediate,
		num_hidden_layers: shape.layers,
		num_attention_heads: shape.attention / headSize,
		num_key_value_heads: shape.keyValue / headSize,
		head_dim: headSize,
		vocab_size: shape.vocabulary,
		tie_word_embeddings: shape.tied,
		max_position_embeddings: 8192,
	};
	runProgram(python, [
		peerProgram("make_model.py"),
		...["--sizes", JSON.stringify(sizes), "--tokenizer", tokenizer],
		...["--device", device, "--out", folder],
	]);
	return folder;
}

/** Operations per second that a measurement took, without the ones that recomputing adds, as a share of the device's peak. */
export function shareOfPeak(
	shape: DecoderShape,
	full: boolean,
	measured: Measurement,
): { readonly teraflops: number; readonly share: number | null } {
	const rows = measured.tokens / measured.stepTokens.length;
	const { total } = tokenFlops(
		{
			...{ shape, precision: "bfloat16", shard: "none", processes: 1 },
			...{ tuning: full ? { kind: "full" } : { kind: "lora", rank: 8 } },
			...{ recompute: false, compares: false, tokens: rows, device: "cuda" },
		},
		{
			// Rows of `make_rows.py` have 48 to 2,048 tokens; attention looks within one.
			rowTokens: 1048,
			supervised: measured.supervisedTokens / measured.tokens,
			scoringPasses: 0,
		},
	);
	const perSecond = total * measured.tokensPerSecond;
	const device = devices.find(({ name }) =>
		measured.device?.includes(name.split(" ")[0] as string),
	);
	return {
		teraflops: perSecond / 1e12,
		share: device ? perSecond / device.peak : null,
	};
}
