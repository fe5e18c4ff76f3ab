import type { AttentionAttributes } from "../../graph/operations.ts";
import { Float } from "../proto.ts";
import type { Lowering } from "./elementwise.ts";
import { type Emitter, input } from "./emitter.ts";

/**
 * Packed rows [N, heads D] in the layout of attention: [B, K, G L, D], where the G query heads that share a key head
 * fold into its rows, so that keys and values are never repeated.
 */
function spread(
	e: Emitter,
	x: string,
	slots: string,
	heads: number,
	a: AttentionAttributes,
): string {
	const rows = e.op("Gather", [x, slots], { axis: 0 });
	const split = e.op("Reshape", [rows, e.integers(0, 0, heads, a.headDim)]);
	const turned = e.op("Transpose", [split], { perm: [0, 2, 1, 3] });
	if (heads === a.kvHeads) return turned;
	return e.op("Reshape", [turned, e.integers(0, a.kvHeads, -1, a.headDim)]);
}

/** The way back, from [B, K, G L, D] to packed rows. */
function collect(
	e: Emitter,
	x: string,
	places: string,
	heads: number,
	a: AttentionAttributes,
	out: string,
): void {
	const unfolded =
		heads === a.kvHeads
			? x
			: e.op("Reshape", [x, e.integers(0, heads, -1, a.headDim)]);
	const turned = e.op("Transpose", [unfolded], { perm: [0, 2, 1, 3] });
	const flat = e.op("Reshape", [turned, e.integers(-1, heads * a.headDim)]);
	e.op("Gather", [flat, places], { axis: 0 }, out);
}

const folded = (e: Emitter, p: string, a: AttentionAttributes) =>
	a.heads === a.kvHeads
		? p
		: e.op("Reshape", [p, e.integers(0, a.kvHeads, -1, 0)]);

const unfolded = (e: Emitter, p: string, a: AttentionAttributes) =>
	a.heads === a.kvHeads
		? p
		: e.op("Reshape", [p, e.integers(0, a.heads, -1, 0)]);

export const attention: Lowering<"attention"> = (e, node) => {
	const a = node.attributes;
	const [q, k, v, slots, places, bias] = node.inputs.map((value) =>
		e.name(value),
	) as [string, string, string, string, string, string];
	const [mix, probabilities] = node.outputs.map((value) => value.name) as [
		string,
		string,
	];
	const query = spread(e, q, slots, a.heads, a);
	const key = spread(e, k, slots, a.kvHeads, a);
	const value = spread(e, v, slots, a.kvHeads, a);
	const scores = e.own("FusedMatMul", [query, key], {
		transB: 1,
		alpha: new Float(a.scale),
	});
	const biased = e.op("Add", [unfolded(e, scores, a), bias]);
	e.op("Softmax", [biased], { axis: -1 }, probabilities);
	const mixed = e.op("MatMul", [folded(e, probabilities, a), value]);
	collect(e, mixed, places, a.heads, a, mix);
};

/**
 * dS = P (dP - rowsum(dmix mix)): the row sums of P dP, taken where they are narrow (Dao, arXiv 2307.08691, section 3.1).
 */
export const attentionGrad: Lowering<"attentionGrad"> = (e, node) => {
	const a = node.attributes;
	const names = node.inputs.map((value) => e.name(value)) as [
		string,
		string,
		string,
		string,
		string,
		string,
		string,
		string,
	];
	const [dmix, q, k, v, slots, places, mix, probabilities] = names;
	const [dq, dk, dv] = node.outputs.map((value) => value.name) as [
		string,
		string,
		string,
	];
	const query = spread(e, q, slots, a.heads, a);
	const key = spread(e, k, slots, a.kvHeads, a);
	const value = spread(e, v, slots, a.kvHeads, a);
	const up = spread(e, dmix, slots, a.heads, a);
	const p = folded(e, probabilities, a);
	const dp = e.own("FusedMatMul", [up, value], { transB: 1 });
	const level = rowLevels(e, dmix, mix, slots, a);
	const ds = e.op("Mul", [p, e.op("Sub", [dp, level])]);
	const scale = new Float(a.scale);
	const queryGrad = e.own("FusedMatMul", [ds, key], { alpha: scale });
	const keyGrad = e.own("FusedMatMul", [ds, query], {
		transA: 1,
		alpha: scale,
	});
	const valueGrad = e.own("FusedMatMul", [p, up], { transA: 1 });
	collect(e, queryGrad, places, a.heads, a, dq);
	collect(e, keyGrad, places, a.kvHeads, a, dk);
	collect(e, valueGrad, places, a.kvHeads, a, dv);
};

/** rowsum(dmix mix) of each head, as [B, K, G L, 1]. */
function rowLevels(
	e: Emitter,
	dmix: string,
	mix: string,
	slots: string,
	a: AttentionAttributes,
): string {
	const both = e.op("Mul", [dmix, mix]);
	const split = e.op("Reshape", [both, e.integers(-1, a.heads, a.headDim)]);
	const sums = e.op("ReduceSum", [split, e.integers(-1)], { keepdims: 0 });
	const rows = e.op("Gather", [sums, slots], { axis: 0 });
	const turned = e.op("Transpose", [rows], { perm: [0, 2, 1] });
	return e.op("Reshape", [turned, e.integers(0, a.kvHeads, -1, 1)]);
}

/** Each token is a row of one step, so that the table need not be as long as the packed batch. */
export const rotary: Lowering<"rotary"> = (e, node) => {
	const { heads, headDim, inverse } = node.attributes;
	const [x, positions, cos, sin] = node.inputs.map((value) =>
		e.name(value),
	) as [string, string, string, string];
	const steps = e.op("Reshape", [x, e.integers(-1, 1, heads * headDim)]);
	const wide = e.op("Cast", [positions], { to: 7 });
	const where = e.op("Reshape", [wide, e.integers(-1, 1)]);
	const table = inverse ? e.op("Neg", [sin]) : sin;
	const turned = e.own("RotaryEmbedding", [steps, where, cos, table], {
		interleaved: 0,
	});
	const target = e.integers(-1, heads * headDim);
	e.op("Reshape", [turned, target], {}, input(node.outputs, 0).name);
};
