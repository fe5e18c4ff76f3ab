import { Float } from "../proto.ts";
import type { Lowering } from "./elementwise.ts";
import { type Emitter, input } from "./emitter.ts";

/** The fused operation wants head sizes in multiples of 16; zeros beside a head change nothing. */
const headUnit = 16;

export function paddedHead(headDim: number): number {
	return Math.ceil(headDim / headUnit) * headUnit;
}

/** [B, T, heads D] with zeros beside each head, as [B, T, heads padded]. */
function pad(e: Emitter, x: string, heads: number, headDim: number): string {
	const wide = paddedHead(headDim);
	if (wide === headDim) return x;
	const split = e.op("Reshape", [x, e.integers(0, 0, heads, headDim)]);
	const ends = e.integers(0, 0, 0, 0, 0, 0, 0, wide - headDim);
	const filled = e.op("Pad", [split, ends]);
	return e.op("Reshape", [filled, e.integers(0, 0, heads * wide)]);
}

/** Grouped-query attention that appends to the cache in place. The cache holds padded heads. */
export const cachedAttention: Lowering<"cachedAttention"> = (e, node) => {
	const a = node.attributes;
	const names = node.inputs.map((value) => e.name(value));
	const [q, k, v, pastKey, pastValue, lengths, total] = names as [
		string,
		string,
		string,
		string,
		string,
		string,
		string,
	];
	const wide = paddedHead(a.headDim);
	const [mix, key, value] = node.outputs.map((v) => v.name) as [
		string,
		string,
		string,
	];
	const out = wide === a.headDim ? mix : e.fresh("mix");
	e.node(
		"GroupQueryAttention",
		[
			pad(e, q, a.heads, a.headDim),
			pad(e, k, a.kvHeads, a.headDim),
			pad(e, v, a.kvHeads, a.headDim),
			pastKey,
			pastValue,
			lengths,
			total,
		],
		[out, key, value],
		{
			num_heads: a.heads,
			kv_num_heads: a.kvHeads,
			scale: new Float(a.scale),
			local_window_size: a.window ?? -1,
			do_rotary: 0,
		},
		"com.microsoft",
	);
	if (wide === a.headDim) return;
	const split = e.op("Reshape", [out, e.integers(0, 0, a.heads, wide)]);
	const cut = e.op("Slice", [
		split,
		e.integers(0),
		e.integers(a.headDim),
		e.integers(3),
	]);
	const flat = e.integers(0, 0, a.heads * a.headDim);
	e.op("Reshape", [cut, flat], {}, input(node.outputs, 0).name);
};
