import type { Value } from "../graph/graph.ts";
import { rmsNorm } from "../nn/norm.ts";
import type { Architecture, Family } from "./architecture.ts";
import type { ConfigReader } from "./config-reader.ts";
import {
	attentionOutput,
	decoderLinears,
	decoderTensors,
	gatedMlp,
	layerPath,
	selfAttention,
} from "./decoder.ts";
import {
	activationNames,
	checkOlderSpelling,
	type RotaryFields,
	readLayerWindows,
	readRotary,
	readRotaryObject,
} from "./fields.ts";
import { inLayers, type Layer } from "./layers.ts";

/** Layers with a window turn faster than layers without. */
function readRotaries(
	config: ConfigReader,
	length: number,
): { readonly full: RotaryFields; readonly sliding: RotaryFields } {
	const local = config.positive("rope_local_base_freq", 10000);
	const parameters = config.raw("rope_parameters") as
		| Record<string, unknown>
		| undefined;
	if (parameters?.full_attention === undefined) {
		const full = readRotary(config, { theta: 1e6, length });
		return { full, sliding: { theta: local, scaling: { kind: "default" } } };
	}
	const both = config.inner("rope_parameters", parameters);
	const one = (key: string, theta: number) =>
		readRotaryObject(both.inner(key, both.raw(key)), theta, length);
	const result = {
		full: one("full_attention", 1e6),
		sliding: one("sliding_attention", local),
	};
	both.finish();
	checkOlderSpelling(config, result.full, length);
	return result;
}

function read(config: ConfigReader): Architecture {
	const hiddenSize = config.size("hidden_size");
	const layers = config.layers("num_hidden_layers");
	const heads = config.size("num_attention_heads");
	const headDim = config.size("head_dim", 256);
	const kvHeads = config.size("num_key_value_heads", 4);
	if (heads % kvHeads !== 0)
		config.refuse("num_key_value_heads", `a divisor of ${heads}`, kvHeads);
	const sizes = {
		hiddenSize,
		layers,
		heads,
		kvHeads,
		headDim,
		intermediateSize: config.size("intermediate_size"),
		vocabSize: config.size("vocab_size"),
	};
	const maxPositions = config.size("max_position_embeddings", 131072);
	const epsilon = config.epsilon("rms_norm_eps", 1e-6);
	const activation = config.word(
		"hidden_activation",
		activationNames,
		"gelu_pytorch_tanh",
	);
	const scale = config.positive("query_pre_attn_scalar", 256) ** -0.5;
	const window = config.size("sliding_window", 4096);
	const pattern = config.size("sliding_window_pattern", 6);
	config.raw("_sliding_window_pattern");
	const windows = readLayerWindows(
		config,
		layers,
		window,
		(i) => (i + 1) % pattern !== 0,
	);
	const { full, sliding } = readRotaries(config, maxPositions);
	config.must("attn_logit_softcapping");
	config.must("final_logit_softcapping");
	config.must("use_bidirectional_attention", false);
	config.must("attention_bias", false);
	const tied = config.flag("tie_word_embeddings", true);
	config.finish();

	const norms = {
		input_layernorm: hiddenSize,
		post_attention_layernorm: hiddenSize,
		pre_feedforward_layernorm: hiddenSize,
		post_feedforward_layernorm: hiddenSize,
		"self_attn.q_norm": headDim,
		"self_attn.k_norm": headDim,
	};
	const norm = { epsilon, plusOne: true };

	const layer: Layer = (pass, x, i) => {
		const { p } = pass;
		const named = (name: string, value: Value) =>
			rmsNorm(p, `${layerPath(i)}.${name}`, value, norm);
		const own = windows[i] ?? null;
		const rotary = own === null ? full : sliding;
		const options = { rotary, window: own, scale, headNorm: norm };
		const mixed = selfAttention(
			pass,
			i,
			named("input_layernorm", x),
			sizes,
			options,
		);
		return (rows) => {
			const read = attentionOutput(pass, i, rows(mixed), rows);
			const h = p.ops.add(rows(x), named("post_attention_layernorm", read));
			const calm = named("pre_feedforward_layernorm", h);
			const fed = gatedMlp(pass, i, calm, activation, rows);
			return p.ops.add(h, named("post_feedforward_layernorm", fed));
		};
	};

	return {
		...sizes,
		family: "gemma3_text",
		maxPositions,
		layout: "out-in",
		windows: [...new Set(windows)],
		// Norms follow the blocks, and their weights cannot be folded into the layers before them.
		rotation: null,
		tensors: decoderTensors(sizes, { tied, biases: [], norms }),
		linears: decoderLinears(sizes),
		head: tied ? "model.embed_tokens.weight" : "lm_head.weight",
		prefix: "model.",
		forward(pass) {
			const { p } = pass;
			const words = p.ops.embed(
				p.weight("model.embed_tokens.weight"),
				pass.ids,
			);
			const x = p.ops.affine(words, Math.sqrt(hiddenSize));
			const last = inLayers(pass, x, layers, layerPath, layer);
			return (rows) => rmsNorm(p, "model.norm", last(rows), norm);
		},
	};
}

/** The text models of Gemma 3. */
export const gemma3: Family = { modelTypes: ["gemma3_text"], read };
