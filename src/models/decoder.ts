import { powerOfTwo } from "../core/block-rotation.ts";
import type { Value } from "../graph/graph.ts";
import type { Activation } from "../graph/operations.ts";
import { linear, linears, type Rows } from "../nn/linear.ts";
import { type RmsNormOptions, rmsNorm } from "../nn/norm.ts";
import { type Pass, rotate } from "../nn/pass.ts";
import type { LayerBasis, Rotation } from "../nn/rotation.ts";
import type { LinearSpec } from "./architecture.ts";
import type { RotaryFields } from "./fields.ts";

/** Sizes that the families after Llama share. */
export interface DecoderSizes {
	readonly hiddenSize: number;
	readonly intermediateSize: number;
	readonly layers: number;
	readonly vocabSize: number;
	readonly heads: number;
	readonly kvHeads: number;
	readonly headDim: number;
}

export interface AttentionOptions {
	readonly rotary: RotaryFields;
	readonly window: number | null;
	readonly scale: number;
	/** Norms of each head's queries and keys, before they are rotated. */
	readonly headNorm: RmsNormOptions | null;
}

export const layerPath = (layer: number) => `model.layers.${layer}`;

/** Grouped-query attention with rotary positions, [N, C] to [N, H D]; `attentionOutput` follows. */
export function selfAttention(
	pass: Pass,
	layer: number,
	x: Value,
	sizes: DecoderSizes,
	options: AttentionOptions,
): Value {
	const { p } = pass;
	const { heads, kvHeads, headDim } = sizes;
	const path = `${layerPath(layer)}.self_attn`;
	const names = [`${path}.q_proj`, `${path}.k_proj`, `${path}.v_proj`] as const;
	const [q, k, v] = linears(p, names, x);
	const place = (value: Value, count: number, norm: string) => {
		const normed = options.headNorm
			? headNorm(pass, `${path}.${norm}`, value, count, sizes, options.headNorm)
			: value;
		return rotate(pass, normed, count, { ...options.rotary, headDim });
	};
	return pass.attend(
		{ q: place(q, heads, "q_norm"), k: place(k, kvHeads, "k_norm"), v },
		{ heads, kvHeads, headDim, scale: options.scale },
		options.window,
		layer,
	);
}

/** What attention mixed, [N, H D] to [N, C]. */
export function attentionOutput(
	{ p }: Pass,
	layer: number,
	mix: Value,
	rows: Rows,
): Value {
	return linear(p, `${layerPath(layer)}.self_attn.o_proj`, mix, rows);
}

function headNorm(
	{ p }: Pass,
	path: string,
	x: Value,
	count: number,
	{ headDim }: DecoderSizes,
	norm: RmsNormOptions,
): Value {
	const split = p.ops.reshape(x, ["N", count, headDim]);
	return p.ops.reshape(rmsNorm(p, path, split, norm), ["N", count * headDim]);
}

/** down(act(gate x) * up x), [N, C] to [N, C] (Shazeer, arXiv 2002.05202, equation 6). */
export function gatedMlp(
	pass: Pass,
	layer: number,
	x: Value,
	activation: Activation,
	rows: Rows,
): Value {
	const { p } = pass;
	const path = `${layerPath(layer)}.mlp`;
	const names = [`${path}.gate_proj`, `${path}.up_proj`] as const;
	const [gate, up] = linears(p, names, x, rows);
	const inner = p.ops.mul(p.ops.activate(gate, activation), up);
	return linear(p, `${path}.down_proj`, inner, rows);
}

/** Shapes of embedding, head and final norm, and of each layer by a function of its path. */
export function decoderTensors(
	sizes: DecoderSizes,
	options: {
		readonly tied: boolean;
		readonly biases: readonly string[];
		readonly norms: Readonly<Record<string, number>>;
	},
): Map<string, readonly number[]> {
	const { hiddenSize, vocabSize, layers } = sizes;
	const tensors = new Map<string, readonly number[]>();
	tensors.set("model.embed_tokens.weight", [vocabSize, hiddenSize]);
	if (!options.tied) tensors.set("lm_head.weight", [vocabSize, hiddenSize]);
	tensors.set("model.norm.weight", [hiddenSize]);
	for (const { path, inFeatures, outFeatures } of decoderLinears(sizes)) {
		tensors.set(`${path}.weight`, [outFeatures, inFeatures]);
		const name = path.split(".").at(-1) as string;
		if (options.biases.includes(name))
			tensors.set(`${path}.bias`, [outFeatures]);
	}
	for (let layer = 0; layer < layers; layer++)
		for (const [name, size] of Object.entries(options.norms))
			tensors.set(`${layerPath(layer)}.${name}.weight`, [size]);
	return tensors;
}

export function decoderLinears(sizes: DecoderSizes): LinearSpec[] {
	const { hiddenSize: c, intermediateSize: f, layers } = sizes;
	const { heads, kvHeads, headDim } = sizes;
	const shapes: readonly (readonly [string, number, number])[] = [
		["self_attn.q_proj", c, heads * headDim],
		["self_attn.k_proj", c, kvHeads * headDim],
		["self_attn.v_proj", c, kvHeads * headDim],
		["self_attn.o_proj", heads * headDim, c],
		["mlp.gate_proj", c, f],
		["mlp.up_proj", c, f],
		["mlp.down_proj", f, c],
	];
	return Array.from({ length: layers }, (_, layer) =>
		shapes.map(([name, inFeatures, outFeatures]) => ({
			path: `${layerPath(layer)}.${name}`,
			inFeatures,
			outFeatures,
		})),
	).flat();
}

/** Blocks of the only rotation that is computed at run time: large enough to spread outliers, small enough to be cheap. */
const innerBlock = 64;

/**
 * The rotation of a model of norms before blocks: the residual stream as a whole, each head of v with the input of o, and
 * the input of down in blocks.
 */
export function decoderRotation(sizes: DecoderSizes): Rotation {
	const { hiddenSize: width, headDim, intermediateSize, layers } = sizes;
	const reader = (gain: string, output: number | null = null): LayerBasis => ({
		...{ gain: `${gain}.weight`, input: width, arrivesRotated: true, output },
	});
	const inner = Math.min(innerBlock, powerOfTwo(intermediateSize));
	const writer = { gain: null, output: width };
	const bases: [string, LayerBasis][] = [];
	const norms = ["model.norm"];
	for (let i = 0; i < layers; i++) {
		const [calm, again] = [
			`${layerPath(i)}.input_layernorm`,
			`${layerPath(i)}.post_attention_layernorm`,
		];
		norms.push(calm, again);
		bases.push(
			[`${layerPath(i)}.self_attn.q_proj`, reader(calm)],
			[`${layerPath(i)}.self_attn.k_proj`, reader(calm)],
			[`${layerPath(i)}.self_attn.v_proj`, reader(calm, headDim)],
			[
				`${layerPath(i)}.self_attn.o_proj`,
				{ ...writer, input: headDim, arrivesRotated: true },
			],
			[`${layerPath(i)}.mlp.gate_proj`, reader(again)],
			[`${layerPath(i)}.mlp.up_proj`, reader(again)],
			[
				`${layerPath(i)}.mlp.down_proj`,
				{ ...writer, input: inner, arrivesRotated: false },
			],
		);
	}
	return {
		...{ width, norms: new Set(norms), layers: new Map(bases) },
		head: reader("model.norm"),
	};
}
