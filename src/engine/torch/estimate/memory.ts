import {
	adapterWeights,
	type DecoderShape,
	embeddingWeights,
	headWeights,
	layerLinears,
	linearWeights,
} from "./shape.ts";

/** In what PyTorch computes, or holds frozen weights. */
export const torchPrecisions = ["float32", "bfloat16", "nf4", "int8"] as const;
type TorchPrecision = (typeof torchPrecisions)[number];

export function isTorchPrecision(word: string): word is TorchPrecision {
	return torchPrecisions.some((one) => one === word);
}

/** How a model is held and trained. */
export interface TorchSetup {
	readonly shape: DecoderShape;
	readonly tuning:
		| { readonly kind: "lora"; readonly rank: number }
		| { readonly kind: "full" };
	readonly precision: TorchPrecision;
	/** `full`: weights, gradients and moments of the model are divided among the processes (FSDP2). */
	readonly shard: "none" | "full";
	/** One for each GPU. */
	readonly processes: number;
	readonly recompute: boolean;
	/** Whether the distance from the base is measured, or an objective has a reference: full tuning then keeps the base too. */
	readonly compares: boolean;
	/** Other frozen models: a base or a reference in a folder of its own. Default 0. */
	readonly others?: number;
	/** Tokens of a micro-batch of one process: `batch.tokens`. */
	readonly tokens: number;
	readonly device: "cpu" | "cuda";
}

/** Bytes on the device of one process at the peak of a step. */
export interface MemoryEstimate {
	/** The model's weights, as they are held. */
	readonly weights: number;
	/** The frozen base of a model that is trained whole, for which adapters are switched off instead, and other frozen models. */
	readonly base: number;
	/** Values, gradients and two moments of adapters; gradients and moments of a model that is trained whole. */
	readonly training: number;
	/** Matrices that are gathered from other processes or cast for products, and whole gradients of the embedding and the head. */
	readonly gathered: number;
	/** What the forward pass keeps for the backward pass. */
	readonly activations: number;
	/** Logits of a chunk of positions, and gradients on their way through the widest layer. */
	readonly transient: number;
	/** The libraries, or the CUDA context. */
	readonly runtime: number;
	readonly total: number;
}

/** Bytes of a weight of a quantised matrix. */
const quantised = {
	// arXiv 2305.14314, section 3: 4 bits, and a float32 constant for each block of 64 weights, half a bit.
	nf4: 4.5 / 8,
	// One byte; a scale per output is below 0.1%.
	int8: 1,
} as const;

/** Bytes of a number in products: quantised weights are multiplied in bfloat16 on a GPU and in float32 on a CPU. */
function computeBytes({
	precision,
	device,
}: Pick<TorchSetup, "precision" | "device">): 2 | 4 {
	if (precision === "float32") return 4;
	return precision === "bfloat16" || device === "cuda" ? 2 : 4;
}

/** The weights of the whole model as they are held. A model that is trained whole is held in float32. */
export function weightBytes(setup: TorchSetup): number {
	const { shape, tuning, precision } = setup;
	const each = tuning.kind === "full" ? 4 : computeBytes(setup);
	const isQuantised = precision === "nf4" || precision === "int8";
	const linear = isQuantised ? quantised[precision] : each;
	// Quantisation leaves the embedding and the head as they are.
	return linearWeights(shape) * linear + embeddingWeights(shape) * each;
}

/** The frozen models beside the one that is trained. */
function frozenModels({
	tuning,
	compares,
	others = 0,
}: Pick<TorchSetup, "tuning" | "compares" | "others">): number {
	return others + (tuning.kind === "full" && compares ? 1 : 0);
}

/**
 * Weights of a model of so many, with gradients and moments if it is trained whole, and of the frozen models beside it. Adapters
 * and activations are left out.
 */
export function trainedBytes(
	setup: Omit<TorchSetup, "shape" | "shard"> & { readonly weights: number },
): number {
	const each = setup.tuning.kind === "full" ? 4 : computeBytes(setup);
	const training = setup.tuning.kind === "full" ? 12 : 0;
	return setup.weights * (each * (1 + frozenModels(setup)) + training);
}

/** Values that are trained in float32: each has a gradient and AdamW's two moments (arXiv 1910.02054, section 3.1). */
function trainingBytes({ shape, tuning }: TorchSetup): number {
	if (tuning.kind === "lora") return 16 * adapterWeights(shape, tuning.rank);
	return 12 * (linearWeights(shape) + embeddingWeights(shape));
}

/**
 * Bytes that a token's forward pass through one layer keeps for the backward pass, counted in the layer that transformers
 * computes, in the manner of arXiv 2205.05198, section 4, with attention that keeps no matrix of scores. Each norm keeps its
 * input in float32, and its output is the input of adapters, or of matrices that are trained; attention keeps q, k, v, its
 * output, and the same in the order of tokens; the feed-forward layer keeps both sides of the gate's product, the argument of the
 * activation, and its own last input.
 */
export function layerActivationBytes(setup: TorchSetup): number {
	const { shape, tuning } = setup;
	const { hidden, attention, keyValue, intermediate, gated } = shape;
	const each = computeBytes(setup);
	const inner =
		each * (3 * attention + 2 * keyValue + (gated ? 4 : 2) * intermediate);
	if (tuning.kind === "lora") {
		const narrow = each * tuning.rank * layerLinears(shape).length;
		return 2 * hidden * (4 + each) + inner + narrow;
	}
	if (each === 4) return 2 * hidden * 12 + inner;
	// Replicas: a float32 stream whose norms are cast for each of q, k, v, gate and up. FSDP2: a bfloat16 stream.
	const casts =
		setup.shard === "full"
			? 8 * hidden
			: 2 * hidden * (gated ? 5 : 4) + 8 * hidden;
	return 2 * hidden * 4 + casts + inner;
}

function activationBytes(setup: TorchSetup): number {
	const { shape, recompute, tokens } = setup;
	const layer = layerActivationBytes(setup);
	if (!recompute) return tokens * shape.layers * layer;
	// Each layer keeps its input; one layer at a time is computed again.
	return tokens * (shape.layers * shape.hidden * computeBytes(setup) + layer);
}

/**
 * FSDP2 gathers the matrices of the layer that computes and of the next one, and the embedding and the head together. Gradients
 * are whole until they are divided.
 */
function gatheredBytes(setup: TorchSetup): number {
	const { shape, tuning, shard, precision, processes } = setup;
	const each = computeBytes(setup);
	const linear = linearWeights(shape);
	const isFull = tuning.kind === "full";
	if (shard === "full" && processes > 1) {
		const layer = linear / shape.layers;
		const gradients = isFull ? 4 * (layer + embeddingWeights(shape)) : 0;
		return each * (2 * layer + embeddingWeights(shape)) + gradients;
	}
	// Autocast keeps a copy of each trained matrix until the backward pass is over.
	const casts = isFull && each === 2 ? 2 * (linear + headWeights(shape)) : 0;
	// A quantised matrix is widened before its product.
	const isWidened = precision === "nf4" || precision === "int8";
	const widened = isWidened ? each * shape.hidden * shape.intermediate : 0;
	return casts + widened + (isFull ? 4 * headWeights(shape) : 0);
}

/** Bytes of float32 logits of a chunk of positions: 64 MiB on a CPU, 512 MiB on a GPU. */
const chunkBytes = { cpu: 64 * 2 ** 20, cuda: 512 * 2 ** 20 } as const;

/** Logits of a chunk, their softmax and a product of the two; gradients of the widest layer. */
function transientBytes(setup: TorchSetup): number {
	const { shape, tokens, device } = setup;
	const logits = Math.min(chunkBytes[device], 4 * tokens * shape.vocabulary);
	return 3 * logits + 3 * tokens * shape.intermediate * computeBytes(setup);
}

/** Python with its libraries as measured on a CPU; a CUDA context with its libraries by assumption. */
const runtimeBytes = { cpu: 0.65e9, cuda: 1.0e9 } as const;

/** What one process needs on its device at the peak of a training step. */
export function estimateMemory(setup: TorchSetup): MemoryEstimate {
	const parts = setup.shard === "full" ? setup.processes : 1;
	const isFull = setup.tuning.kind === "full";
	const estimate = {
		weights: weightBytes(setup) / parts,
		base: (frozenModels(setup) * weightBytes(setup)) / parts,
		training: trainingBytes(setup) / (isFull ? parts : 1),
		gathered: gatheredBytes(setup),
		activations: activationBytes(setup),
		transient: transientBytes(setup),
		runtime: runtimeBytes[setup.device],
	};
	const total = Object.values(estimate).reduce((a, b) => a + b, 0);
	return { ...estimate, total };
}
