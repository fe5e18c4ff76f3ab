import type { Graph } from "../graph/graph.ts";
import { Ops } from "../graph/ops.ts";
import type { Model } from "../models/model.ts";
import { cachedPass } from "../nn/cached-pass.ts";
import {
	Parameters,
	type Precision,
	type Trainable,
	type Tuning,
} from "../nn/parameters.ts";
import type { RotaryOptions } from "../nn/rotary.ts";

export interface DecodeGraphOptions {
	/** What is tuned is an input; other weights stay frozen in their files. */
	readonly tuning: Tuning;
	readonly precision: Precision;
}

export interface DecodeGraph {
	readonly graph: Graph;
	/** Inputs that hold the adapters. */
	readonly trainables: readonly Trainable[];
	/** Rotations whose tables are inputs. */
	readonly rotations: readonly RotaryOptions[];
}

/**
 * The next tokens of each row, and a cache, to `logits` [B, V] of the token that `last` [B] points at among the N = B T.
 * Other inputs and outputs as in `cachedNames`.
 */
export function decodeGraph(
	{ architecture, tensors }: Model,
	{ tuning, precision }: DecodeGraphOptions,
): DecodeGraph {
	const { layout, head } = architecture;
	const ops = new Ops();
	const p = new Parameters(ops, tensors, { tuning, precision, layout });
	const pass = cachedPass(p);
	const hidden = architecture.forward(pass); // [N, C]
	const last = ops.embed(hidden, ops.input("last", ["B"], "int32")); // [B, C]
	ops.output("logits", ops.matmul(last, p.head(head), { transB: true }));
	return {
		graph: ops.graph(),
		trainables: p.trainables,
		rotations: [...pass.rotations.values()],
	};
}
