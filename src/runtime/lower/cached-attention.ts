import { Float } from "../proto.ts";
import type { Lowering } from "./elementwise.ts";
import type { Emitter } from "./emitter.ts";

/** The fused operation wants head sizes in multiples of 16; zeros beside a head change nothing. */
const headUnit = 16;

export function paddedHead(headDim: number): number {
	return Math.ceil(headDim / headUnit) * headUnit;
}

/** Packed rows [N, heads D] as [B, T, heads padded], with zeros beside each head. */
function spread(
	e: Emitter,
	x: string,
	grid: string,
	heads: number,
	headDim: number,
): string {
	const wide = paddedHead(headDim);
	const target = (size: number) =>
		e.op("Concat", [e.op("Shape", [grid]), e.integers(size)], { axis: 0 });
	if (wide === headDim) return e.op("Reshape", [x, target(heads * headDim)]);
	const split = e.op("Reshape", [x, e.integers(-1, heads, headDim)]);
	const ends = e.integers(0, 0, 0, 0, 0, wide - headDim);
	return e.op("Reshape", [e.op("Pad", [split, ends]), target(heads * wide)]);
}

/** Grouped-query attention that appends to the cache in place. The cache holds padded heads. */
export const cachedAttention: Lowering<"cachedAttention"> = (e, node) => {
	const a = node.attributes;
	const names = node.inputs.map((value) => e.name(value));
	const [q, k, v, grid, pastKey, pastValue, lengths, total] = names as [
		string,
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
	const out = e.fresh("mix");
	e.node(
		"GroupQueryAttention",
		[
			spread(e, q, grid, a.heads, a.headDim),
			spread(e, k, grid, a.kvHeads, a.headDim),
			spread(e, v, grid, a.kvHeads, a.headDim),
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
	const split = e.op("Reshape", [out, e.integers(-1, a.heads, wide)]);
	const cut =
		wide === a.headDim
			? split
			: e.op("Slice", [
					split,
					e.integers(0),
					e.integers(a.headDim),
					e.integers(2),
				]);
	const flat = e.integers(-1, a.heads * a.headDim);
	e.op("Reshape", [cut, flat], {}, mix);
};
