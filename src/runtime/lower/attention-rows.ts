import type { AttentionAttributes } from "../../graph/operations.ts";
import type { Emitter } from "./emitter.ts";

/** How packed tokens lie in rows: `slots` [B, L] and `places` [N] of the operation `attention`. */
export interface Places {
	readonly slots: string;
	readonly places: string;
}

/**
 * Queries of a row are worked on in this many blocks of places. A block needs no keys behind its last place, so that four
 * blocks leave out three quarters of what lies above the diagonal.
 */
export const blockCount = 4;

const zeroTo = (count: number) => Array.from({ length: count }, (_, i) => i);

/** Indices of the blocks. */
export const blocks: readonly number[] = zeroTo(blockCount);

const isLast = (block: number) => block === blockCount - 1;

/** B or L of slots [B, L], as int64 [1]. */
function sizeOf(e: Emitter, slots: string, axis: 0 | 1): string {
	return e.once(`${slots} size ${axis}`, () =>
		e.op("Slice", [
			e.op("Shape", [slots]),
			e.integers(axis),
			e.integers(axis + 1),
		]),
	);
}

const asInt32 = (e: Emitter, x: string) =>
	e.once(`${x} as int32`, () => e.op("Cast", [x], { to: 6 }));

/**
 * How many places a block has, int64 [1]; the last one has the rest of the row too. Blocks are empty only in rows of fewer places than
 * blocks, and then see no keys: ONNX Runtime 1.30 does not clear a batch of products over an inner axis of size 0.
 */
function blockSize(e: Emitter, slots: string): string {
	return e.once(`${slots} block size`, () =>
		e.op("Div", [sizeOf(e, slots, 1), e.integers(blockCount)]),
	);
}

/** The place behind a block's last one, int64 [1]. */
export function blockEnd(e: Emitter, slots: string, block: number): string {
	if (isLast(block)) return sizeOf(e, slots, 1);
	return e.once(`${slots} end of block ${block}`, () =>
		e.op("Mul", [blockSize(e, slots), e.integers(block + 1)]),
	);
}

const blockStart = (e: Emitter, slots: string, block: number) =>
	block === 0 ? e.integers(0) : blockEnd(e, slots, block - 1);

/** The places of a block: slots [B, L] to [B, l]. `like` has the shape of `slots`. */
export function slotsOf(
	e: Emitter,
	like: string,
	slots: string,
	block: number,
): string {
	return e.once(`${like} of block ${block}`, () =>
		e.op("Slice", [
			like,
			blockStart(e, slots, block),
			blockEnd(e, slots, block),
			e.integers(1),
		]),
	);
}

/** What is along axis 2 before a block's end: keys or values [B, K, L, D] to [B, K, end, D]. */
export function keysOf(
	e: Emitter,
	keys: string,
	slots: string,
	block: number,
): string {
	if (isLast(block)) return keys;
	return e.op("Slice", [
		keys,
		e.integers(0),
		blockEnd(e, slots, block),
		e.integers(2),
	]);
}

/** Queries of a block by the keys before its end: [.., L, L] to [.., l, end]. */
export function queriesOf(
	e: Emitter,
	x: string,
	slots: string,
	block: number,
): string {
	return e.once(`${x} of block ${block}`, () => {
		const end = blockEnd(e, slots, block);
		const from = [blockStart(e, slots, block), e.integers(0)];
		return e.op("Slice", [
			x,
			e.op("Concat", from, { axis: 0 }),
			e.op("Concat", [end, end], { axis: 0 }),
			e.integers(-2, -1),
		]);
	});
}

/** Scores of a block, [B, H, l, end], with the query heads that share a key head folded into its rows, [B, K, G l, end], or back. */
export function regrouped(
	e: Emitter,
	scores: string,
	slots: string,
	block: number,
	{ from, to }: { readonly from: number; readonly to: number },
): string {
	if (from === to) return scores;
	const end = blockEnd(e, slots, block);
	const shape = e.once(`${slots} shape of block ${block} by ${to}`, () => {
		const size = isLast(block)
			? e.op("Sub", [end, blockStart(e, slots, block)])
			: blockSize(e, slots);
		const heads = Math.max(from, to);
		const rows = e.op("Mul", [size, e.integers(heads / to)]);
		const parts = [sizeOf(e, slots, 0), e.integers(to), rows, end];
		return e.op("Concat", parts, { axis: 0 });
	});
	return e.op("Reshape", [scores, shape], { allowzero: 1 });
}

/** Zeros behind a block's end along an axis of four. */
function padded(
	e: Emitter,
	part: string,
	slots: string,
	block: number,
	axis: 2 | 3,
): string {
	if (isLast(block)) return part;
	const missing = e.once(`${slots} behind block ${block} on ${axis}`, () => {
		const behind = [sizeOf(e, slots, 1), blockEnd(e, slots, block)];
		const before = e.integers(...new Array<number>(4 + axis).fill(0));
		const parts = [before, e.op("Sub", behind)];
		const after = axis === 2 ? [e.integers(0)] : [];
		return e.op("Concat", [...parts, ...after], { axis: 0 });
	});
	return e.op("Pad", [part, missing]);
}

/** The way back of `queriesOf`, with zeros behind each block's end: [B, H, l, end] to [B, H, L, L]. */
export function joinQueries(
	e: Emitter,
	parts: readonly string[],
	slots: string,
	out: string,
): void {
	const wide = parts.map((part, block) => padded(e, part, slots, block, 3));
	e.op("Concat", wide, { axis: 2 }, out);
}

/** The sum over blocks of what keys before each one's end were given, [B, K, end, D], as [B, K, L, D]. */
export function keySums(
	e: Emitter,
	parts: readonly string[],
	slots: string,
): string {
	const long = parts.map((part, block) => padded(e, part, slots, block, 2));
	return long.reduce((sum, part) => e.op("Add", [sum, part]));
}

/** Row of x [N heads, D] for each place: slot heads + head, [B, K, G L]. */
export function headRows(
	e: Emitter,
	slots: string,
	heads: number,
	{ kvHeads }: AttentionAttributes,
): string {
	return e.once(`${slots} rows of ${heads} by ${kvHeads}`, () => {
		const group = heads / kvHeads;
		const head = e.integers32([1, kvHeads, group, 1], zeroTo(heads));
		const grid = e.op("Unsqueeze", [slots, e.integers(1, 2)]);
		const scaled = e.op("Mul", [grid, e.integers32([], [heads])]);
		const all = e.op("Add", [scaled, head]);
		const shape = [
			sizeOf(e, slots, 0),
			e.integers(kvHeads),
			e.op("Mul", [sizeOf(e, slots, 1), e.integers(group)]),
		];
		const sizes = e.op("Concat", shape, { axis: 0 });
		return e.op("Reshape", [all, sizes], { allowzero: 1 });
	});
}

/** b and l of places b L + l, [N]. */
function split(e: Emitter, { slots, places }: Places) {
	const longest = asInt32(e, sizeOf(e, slots, 1));
	const row = e.once(`${places} rows`, () => e.op("Div", [places, longest]));
	const place = e.once(`${places} in rows`, () =>
		e.op("Sub", [places, e.op("Mul", [row, longest])]),
	);
	return { row, place, longest };
}

/** first + head step for each head, [N, heads]. */
function eachHead(
	e: Emitter,
	first: string,
	step: string,
	heads: number,
): string {
	const all = e.integers32([heads], zeroTo(heads));
	return e.op("Add", [
		e.op("Unsqueeze", [first, e.integers(1)]),
		e.op("Mul", [all, step]),
	]);
}

/** Row of [B heads L, D] for each place and head: (b heads + head) L + l, [N, heads]. */
export function placeRows(e: Emitter, indices: Places, heads: number): string {
	return e.once(`${indices.places} rows of ${heads}`, () => {
		const { row, place, longest } = split(e, indices);
		const width = e.op("Mul", [longest, e.integers32([], [heads])]);
		const first = e.op("Add", [e.op("Mul", [row, width]), place]);
		return eachHead(e, first, longest, heads);
	});
}

/**
 * Row for each place and head of blocks [B heads l, D] one after the other: behind the B heads s rows of the blocks before
 * the one that begins at place s, row (b heads + head) l + place - s, [N, heads].
 */
export function blockRows(e: Emitter, indices: Places, heads: number): string {
	return e.once(`${indices.places} rows of ${heads} in blocks`, () => {
		const { row, place, longest } = split(e, indices);
		const size = asInt32(e, blockSize(e, indices.slots));
		const divisor = e.op("Max", [size, e.integers32([], [1])]);
		const last = e.integers32([], [blockCount - 1]);
		const block = e.op("Min", [e.op("Div", [place, divisor]), last]);
		const start = e.op("Mul", [block, size]);
		const isRest = e.op("Equal", [start, e.op("Mul", [size, last])]);
		const rest = e.op("Sub", [longest, start]);
		const length = e.op("Where", [isRest, rest, size]);
		const count = e.integers32([], [heads]);
		const rows = e.op("Mul", [asInt32(e, sizeOf(e, indices.slots, 0)), count]);
		const before = e.op("Mul", [rows, start]);
		const inside = e.op("Mul", [e.op("Mul", [row, count]), length]);
		const first = e.op("Add", [
			e.op("Add", [before, inside]),
			e.op("Sub", [place, start]),
		]);
		const step = e.op("Unsqueeze", [length, e.integers(1)]);
		return eachHead(e, first, step, heads);
	});
}
