import type { Value } from "../graph/graph.ts";
import { linear } from "../nn/linear.ts";
import { layerNorm } from "../nn/norm.ts";
import type { Pass } from "../nn/pass.ts";
import type { Architecture, Family, LinearSpec } from "./architecture.ts";
import type { ConfigReader } from "./config-reader.ts";
import { activationNames } from "./fields.ts";
import { inLayers, type Layer } from "./layers.ts";

const layerPath = (layer: number) => `transformer.h.${layer}`;

function linearsOf(layers: number, c: number, f: number): LinearSpec[] {
	const shapes: readonly (readonly [string, number, number])[] = [
		["attn.c_attn", c, 3 * c],
		["attn.c_proj", c, c],
		["mlp.c_fc", c, f],
		["mlp.c_proj", f, c],
	];
	return Array.from({ length: layers }, (_, layer) =>
		shapes.map(([name, inFeatures, outFeatures]) => ({
			path: `${layerPath(layer)}.${name}`,
			inFeatures,
			outFeatures,
		})),
	).flat();
}

function tensorsOf(
	linears: readonly LinearSpec[],
	sizes: {
		c: number;
		v: number;
		positions: number;
		layers: number;
		tied: boolean;
	},
): Map<string, readonly number[]> {
	const { c, v, positions, layers, tied } = sizes;
	const tensors = new Map<string, readonly number[]>();
	tensors.set("transformer.wte.weight", [v, c]);
	tensors.set("transformer.wpe.weight", [positions, c]);
	if (!tied) tensors.set("lm_head.weight", [v, c]);
	for (const { path, inFeatures, outFeatures } of linears) {
		tensors.set(`${path}.weight`, [inFeatures, outFeatures]);
		tensors.set(`${path}.bias`, [outFeatures]);
	}
	const norms = Array.from({ length: layers }, (_, i) =>
		["ln_1", "ln_2"].map((name) => `${layerPath(i)}.${name}`),
	).flat();
	for (const path of [...norms, "transformer.ln_f"]) {
		tensors.set(`${path}.weight`, [c]);
		tensors.set(`${path}.bias`, [c]);
	}
	return tensors;
}

function read(config: ConfigReader): Architecture {
	const hiddenSize = config.size("n_embd");
	const layers = config.layers("n_layer");
	const heads = config.size("n_head");
	const vocabSize = config.size("vocab_size");
	const maxPositions = config.size("n_positions");
	const inner = config.size("n_inner", 4 * hiddenSize);
	const epsilon = config.epsilon("layer_norm_epsilon", 1e-5);
	const activation = config.word(
		"activation_function",
		activationNames,
		"gelu_new",
	);
	const scaled = config.flag("scale_attn_weights", true);
	const byLayer = config.flag("scale_attn_by_inverse_layer_idx", false);
	const tied = config.flag("tie_word_embeddings", true);
	// Changes the order of two roundings, not the function.
	config.raw("reorder_and_upcast_attn");
	config.must("add_cross_attention", false);
	config.finish();
	if (hiddenSize % heads !== 0)
		config.refuse("n_head", `a divisor of ${hiddenSize}`, heads);
	const headDim = hiddenSize / heads;
	const linears = linearsOf(layers, hiddenSize, inner);

	function attention(pass: Pass, x: Value, i: number): Value {
		const { p } = pass;
		const path = `${layerPath(i)}.attn`;
		const sizes = [hiddenSize, hiddenSize, hiddenSize] as const;
		const qkv = linear(p, `${path}.c_attn`, x);
		const [q, k, v] = p.ops.split(qkv, 1, sizes);
		const scale = (scaled ? headDim ** -0.5 : 1) / (byLayer ? i + 1 : 1);
		const attributes = { heads, kvHeads: heads, headDim, scale };
		return pass.attend({ q, k, v }, attributes, null, i);
	}

	const layer: Layer = (pass, x, i) => {
		const { p } = pass;
		const path = layerPath(i);
		const calm = layerNorm(p, `${path}.ln_1`, x, epsilon);
		const mix = attention(pass, calm, i);
		return (rows) => {
			const read = linear(p, `${path}.attn.c_proj`, rows(mix), rows);
			const h = p.ops.add(rows(x), read);
			const again = layerNorm(p, `${path}.ln_2`, h, epsilon);
			const wide = linear(p, `${path}.mlp.c_fc`, again, rows);
			const bent = p.ops.activate(wide, activation);
			return p.ops.add(h, linear(p, `${path}.mlp.c_proj`, bent, rows));
		};
	};

	return {
		family: "gpt2",
		hiddenSize,
		layers,
		vocabSize,
		maxPositions,
		layout: "in-out",
		kvHeads: heads,
		headDim,
		windows: [null],
		// Its norms subtract a mean, which rotations do not keep.
		rotation: null,
		tensors: tensorsOf(linears, {
			c: hiddenSize,
			v: vocabSize,
			positions: maxPositions,
			layers,
			tied,
		}),
		linears,
		head: tied ? "transformer.wte.weight" : "lm_head.weight",
		prefix: "transformer.",
		forward(pass) {
			const { p } = pass;
			const words = p.ops.embed(p.weight("transformer.wte.weight"), pass.ids);
			const places = p.ops.embed(
				p.weight("transformer.wpe.weight"),
				pass.positions,
			);
			const x = p.ops.add(words, places);
			const last = inLayers(pass, x, layers, layerPath, layer);
			return (rows) => layerNorm(p, "transformer.ln_f", last(rows), epsilon);
		},
	};
}

export const gpt2: Family = { modelTypes: ["gpt2"], read };
