import type { Graph } from "../graph/graph.ts";
import { Ops } from "../graph/ops.ts";
import type { Architecture } from "../models/architecture.ts";
import type { Model } from "../models/model.ts";
import { cachedNames, cachedPass } from "../nn/cached-pass.ts";
import {
	Parameters,
	type Precision,
	type Trainable,
	type Tuning,
} from "../nn/parameters.ts";
import type { RotaryOptions } from "../nn/rotary.ts";
import type { Rotation } from "../nn/rotation.ts";

export interface DecodeGraphOptions {
	/** What is tuned is an input; other weights stay frozen in their files. */
	readonly tuning: Tuning;
	readonly precision: Precision;
}

/** Sizes of a model that its decoders must know. */
export type DecodedShape = Pick<
	Architecture,
	"layers" | "kvHeads" | "headDim" | "windows" | "vocabSize" | "maxPositions"
>;

export interface DecodeGraph {
	readonly graph: Graph;
	/** Inputs that hold the adapters, in the basis of `rotation`. */
	readonly trainables: readonly Trainable[];
	/** Rotations of positions whose tables are inputs. */
	readonly rotations: readonly RotaryOptions[];
	/** How features are rotated; null if they are not. */
	readonly rotation: Rotation | null;
}

/**
 * The next tokens of each row, and a cache, to `logits` [A, V] of the tokens that `last` [A] points at among the N = B T.
 * Other inputs and outputs as in `cachedNames`. `freshApart`: an output for the fresh keys and values of each layer, not one for all. The
 * runtime's Node binding takes time for each output, but on WebGPU one value cannot be split into that many (a shader binds few buffers).
 */
export function decodeGraph(
	{ architecture, tensors }: Model,
	{ tuning, precision }: DecodeGraphOptions,
	freshApart = false,
): DecodeGraph {
	const { head } = architecture;
	const ops = new Ops();
	const p = new Parameters(ops, tensors, {
		...{ tuning, precision, architecture },
		factorsRotated: true,
	});
	const pass = cachedPass(p);
	const states = architecture.forward(pass);
	const at = ops.input("last", ["A"], "int32");
	const last = states((x) => ops.embed(x, at)); // [A, C]
	if (freshApart)
		for (const [name, value] of pass.fresh) ops.output(name, value);
	else ops.output(cachedNames.fresh, ops.concat([...pass.fresh.values()], 1));
	ops.output("logits", ops.matmul(last, p.head(head), { transB: true }));
	return {
		graph: ops.graph(),
		trainables: p.trainables,
		rotations: [...pass.rotations.values()],
		rotation: p.rotation,
	};
}
