/** The sizes of a decoder-only transformer that decide its memory and its arithmetic. */
export interface DecoderShape {
	readonly layers: number;
	/** C */
	readonly hidden: number;
	/** F, the width of the feed-forward layer. */
	readonly intermediate: number;
	/** H times D: outputs of the query projection. */
	readonly attention: number;
	/** K times D: outputs of the key projection, and of the value projection. */
	readonly keyValue: number;
	/** V */
	readonly vocabulary: number;
	/** Whether the output head is the embedding. */
	readonly tied: boolean;
	/** Whether the feed-forward layer has a gate beside its first matrix, as in SwiGLU. */
	readonly gated: boolean;
}

/** The frozen or trained matrices of one layer: q, k, v, o, and two or three of the feed-forward layer. */
export function layerLinears(
	shape: DecoderShape,
): readonly { readonly inputs: number; readonly outputs: number }[] {
	const { hidden, intermediate, attention, keyValue, gated } = shape;
	const first = { inputs: hidden, outputs: intermediate };
	return [
		{ inputs: hidden, outputs: attention },
		{ inputs: hidden, outputs: keyValue },
		{ inputs: hidden, outputs: keyValue },
		{ inputs: attention, outputs: hidden },
		...(gated ? [first, first] : [first]),
		{ inputs: intermediate, outputs: hidden },
	];
}

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);

/** Weights in the matrices of all layers. Norms and biases, below 0.1% of a model, are left out. */
export function linearWeights(shape: DecoderShape): number {
	const each = layerLinears(shape).map(
		({ inputs, outputs }) => inputs * outputs,
	);
	return shape.layers * sum(each);
}

/** Weights of the output head, which are the embedding's if the two are tied. */
export const headWeights = ({ vocabulary, hidden }: DecoderShape): number =>
	vocabulary * hidden;

/** Weights of the embedding and of the output head, counted once if they are tied. */
export const embeddingWeights = (shape: DecoderShape): number =>
	headWeights(shape) * (shape.tied ? 1 : 2);

export const totalWeights = (shape: DecoderShape): number =>
	linearWeights(shape) + embeddingWeights(shape);

/** Weights of adapters on all linear layers: `rank` times inputs plus outputs (arXiv 2106.09685, section 4.1). */
export function adapterWeights(shape: DecoderShape, rank: number): number {
	const each = layerLinears(shape).map(
		({ inputs, outputs }) => rank * (inputs + outputs),
	);
	return shape.layers * sum(each);
}

/** Model types whose feed-forward layer has two matrices. */
const ungated = new Set(
	"bloom falcon gpt2 gpt_neo gpt_neox gptj nemotron opt phi starcoder2".split(
		" ",
	),
);

/** Model types whose head is the embedding unless the config says otherwise. */
const tiedByDefault = /^(gemma|gpt2$|opt$|bloom$|falcon$)/;

/**
 * The shape that a config.json of transformers describes, by the field names that most families share; null if it lacks one of
 * them or has experts, whose memory and arithmetic this estimate does not know.
 */
export function shapeOfConfig(
	config: Readonly<Record<string, unknown>>,
): DecoderShape | null {
	const text = config.text_config;
	if (text !== null && typeof text === "object")
		return shapeOfConfig(text as Record<string, unknown>);
	const size = (...keys: readonly string[]) => {
		const found = keys.map((key) => config[key]).find((v) => v != null);
		return typeof found === "number" && found > 0 ? found : null;
	};
	const hidden = size("hidden_size", "n_embd");
	const layers = size("num_hidden_layers", "n_layer");
	const heads = size("num_attention_heads", "n_head");
	const vocabulary = size("vocab_size");
	const experts = Object.keys(config).some((key) => key.includes("experts"));
	if (!hidden || !layers || !heads || !vocabulary || experts) return null;
	const type = String(config.model_type);
	const isUngated = ungated.has(type);
	const intermediate =
		size("intermediate_size", "n_inner", "ffn_dim") ??
		(isUngated ? 4 * hidden : null);
	if (intermediate === null) return null;
	const headSize = size("head_dim") ?? hidden / heads;
	return {
		...{ layers, hidden, intermediate, vocabulary },
		attention: heads * headSize,
		keyValue: (size("num_key_value_heads") ?? heads) * headSize,
		tied:
			(config.tie_word_embeddings as boolean | undefined) ??
			tiedByDefault.test(type),
		gated: !isUngated,
	};
}
