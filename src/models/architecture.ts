import type { Value } from "../graph/graph.ts";
import type { Rows } from "../nn/linear.ts";
import type { Layout } from "../nn/parameters.ts";
import type { Pass } from "../nn/pass.ts";
import type { Rotation } from "../nn/rotation.ts";
import type { ConfigReader } from "./config-reader.ts";

/** A linear layer that may have an adapter. */
export interface LinearSpec {
	/** `model.layers.0.self_attn.q_proj`; its last word is what adapters select by. */
	readonly path: string;
	readonly inFeatures: number;
	readonly outFeatures: number;
}

/**
 * What training must know of a model, whatever engine computes it: all of it follows from the config and from the names
 * and shapes of the checkpoint's tensors.
 */
export interface ModelShape {
	/** `model_type` of the config. */
	readonly family: string;
	readonly hiddenSize: number;
	readonly vocabSize: number;
	/** Positions for which the model was made. */
	readonly maxPositions: number;
	readonly layout: Layout;
	/** Every tensor that the checkpoint must hold, with its shape. */
	readonly tensors: ReadonlyMap<string, readonly number[]>;
	readonly linears: readonly LinearSpec[];
	/** Name of the output head's tensor: the embedding's own if they are tied. */
	readonly head: string;
}

/** A model as its config describes it: what the checkpoint must contain, and how to run it. */
export interface Architecture extends ModelShape {
	readonly layers: number;
	readonly kvHeads: number;
	readonly headDim: number;
	/** Windows of attention that occur in its layers; null is full attention. */
	readonly windows: readonly (number | null)[];
	/** How the model is rotated for products in 8 bits; null for a family that does not commute with rotations. */
	readonly rotation: Rotation | null;
	/** First word of names, which some checkpoints leave out. */
	readonly prefix: string;
	/**
	 * Token ids to the last hidden states after the final norm, in the basis that the head reads, at some rows of [N, C]: what follows
	 * attention in the last layer is computed there alone.
	 */
	forward(pass: Pass): (rows: Rows) => Value;
}

export interface Family {
	readonly modelTypes: readonly string[];
	/** Throws `weights`, naming the field, if the config asks for what is not implemented. */
	read(config: ConfigReader, modelType: string): Architecture;
}
