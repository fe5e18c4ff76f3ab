import { embedded } from "../nn/embedded.ts";
import { rmsNorm } from "../nn/norm.ts";
import type { Architecture, Family } from "./architecture.ts";
import type { ConfigReader } from "./config-reader.ts";
import {
	attentionOutput,
	type DecoderSizes,
	decoderLinears,
	decoderRotation,
	decoderTensors,
	gatedMlp,
	layerPath,
	selfAttention,
} from "./decoder.ts";
import { activationNames, readLayerWindows, readRotary } from "./fields.ts";
import { inLayers, type Layer } from "./layers.ts";

const attentionLinears = ["q_proj", "k_proj", "v_proj", "o_proj"];
const mlpLinears = ["gate_proj", "up_proj", "down_proj"];

/** What sets the families that descend from Llama apart. */
interface Variant {
	readonly biases: (config: ConfigReader) => readonly string[];
	readonly headNorm: boolean;
	readonly headDim: ((hiddenSize: number, heads: number) => number) | number;
	readonly kvHeads: (heads: number) => number;
	readonly epsilon: number;
	readonly maxPositions: number;
	readonly windows: (config: ConfigReader, layers: number) => (number | null)[];
}

const fullAttention = (config: ConfigReader, layers: number) =>
	readLayerWindows(config, layers, null, () => false);

/** `use_sliding_window` turns the window on, and only from layer `max_window_layers` up. */
function qwenWindows(config: ConfigReader, layers: number): (number | null)[] {
	const on = config.flag("use_sliding_window", false);
	const from = config.number("max_window_layers", 28);
	const size = config.raw("sliding_window");
	const window =
		on && size !== undefined ? config.size("sliding_window") : null;
	return readLayerWindows(config, layers, window, (i) => i >= from);
}

function mistralWindows(config: ConfigReader, layers: number) {
	const given = config.raw("sliding_window");
	const window = given === undefined ? null : config.size("sliding_window");
	return readLayerWindows(config, layers, window, () => true);
}

const halves = (hiddenSize: number, heads: number) =>
	Math.floor(hiddenSize / heads);

const variants: Readonly<Record<string, Variant>> = {
	llama: {
		biases: (config) => [
			...(config.flag("attention_bias", false) ? attentionLinears : []),
			...(config.flag("mlp_bias", false) ? mlpLinears : []),
		],
		headNorm: false,
		headDim: halves,
		kvHeads: (heads) => heads,
		epsilon: 1e-6,
		maxPositions: 2048,
		windows: fullAttention,
	},
	mistral: {
		biases: () => [],
		headNorm: false,
		headDim: halves,
		kvHeads: () => 8,
		epsilon: 1e-6,
		maxPositions: 4096 * 32,
		windows: mistralWindows,
	},
	qwen2: {
		biases: () => ["q_proj", "k_proj", "v_proj"],
		headNorm: false,
		headDim: halves,
		kvHeads: () => 32,
		epsilon: 1e-6,
		maxPositions: 32768,
		windows: qwenWindows,
	},
	qwen3: {
		biases: (config) =>
			config.flag("attention_bias", false) ? attentionLinears : [],
		headNorm: true,
		headDim: 128,
		kvHeads: () => 32,
		epsilon: 1e-6,
		maxPositions: 32768,
		windows: qwenWindows,
	},
};

function readSizes(config: ConfigReader, variant: Variant): DecoderSizes {
	const hiddenSize = config.size("hidden_size");
	const heads = config.size("num_attention_heads");
	const kvHeads = config.size("num_key_value_heads", variant.kvHeads(heads));
	if (heads % kvHeads !== 0)
		config.refuse("num_key_value_heads", `a divisor of ${heads}`, kvHeads);
	const { headDim: usual } = variant;
	const derived = typeof usual === "number" ? usual : usual(hiddenSize, heads);
	const headDim = config.size("head_dim", derived);
	if (headDim % 2 !== 0) config.refuse("head_dim", "an even number", headDim);
	return {
		hiddenSize,
		intermediateSize: config.size("intermediate_size"),
		layers: config.layers("num_hidden_layers"),
		vocabSize: config.size("vocab_size"),
		heads,
		kvHeads,
		headDim,
	};
}

function read(config: ConfigReader, modelType: string): Architecture {
	const variant = variants[modelType] as Variant;
	const sizes = readSizes(config, variant);
	const { layers, headDim, hiddenSize } = sizes;
	const maxPositions = config.size(
		"max_position_embeddings",
		variant.maxPositions,
	);
	config.must("pretraining_tp", 1);
	const activation = config.word("hidden_act", activationNames, "silu");
	const epsilon = config.epsilon("rms_norm_eps", variant.epsilon);
	const rotary = readRotary(config, { theta: 10000, length: maxPositions });
	const windows = variant.windows(config, layers);
	const biases = variant.biases(config);
	const tied = config.flag("tie_word_embeddings", false);
	config.finish();

	const headNorms = {
		"self_attn.q_norm": headDim,
		"self_attn.k_norm": headDim,
	};
	const norms = {
		input_layernorm: hiddenSize,
		post_attention_layernorm: hiddenSize,
		...(variant.headNorm ? headNorms : {}),
	};
	const norm = { epsilon };
	const attention = {
		rotary,
		scale: headDim ** -0.5,
		headNorm: variant.headNorm ? norm : null,
	};

	const layer: Layer = (pass, x, i) => {
		const { p } = pass;
		const path = layerPath(i);
		const options = { ...attention, window: windows[i] ?? null };
		const calm = rmsNorm(p, `${path}.input_layernorm`, x, norm);
		const mix = selfAttention(pass, i, calm, sizes, options);
		return (rows) => {
			const h = p.ops.add(rows(x), attentionOutput(pass, i, rows(mix), rows));
			const again = rmsNorm(p, `${path}.post_attention_layernorm`, h, norm);
			return p.ops.add(h, gatedMlp(pass, i, again, activation, rows));
		};
	};

	return {
		...sizes,
		family: modelType,
		maxPositions,
		layout: "out-in",
		windows: [...new Set(windows)],
		rotation: decoderRotation(sizes),
		tensors: decoderTensors(sizes, { tied, biases, norms }),
		linears: decoderLinears(sizes),
		head: tied ? "model.embed_tokens.weight" : "lm_head.weight",
		prefix: "model.",
		forward(pass) {
			const { p } = pass;
			const x = embedded(p, "model.embed_tokens.weight", pass.ids);
			const last = inLayers(pass, x, layers, layerPath, layer);
			return (rows) => rmsNorm(p, "model.norm", last(rows), norm);
		},
	};
}

/** Llama 2 and 3 (SmolLM2 and TinyLlama among them), Mistral, Qwen 2 and 2.5, Qwen 3. */
export const llama: Family = { modelTypes: Object.keys(variants), read };
