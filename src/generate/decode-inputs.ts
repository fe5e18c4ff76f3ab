import type { Buffer, Buffers } from "../graph/session.ts";
import { cachedNames } from "../nn/cached-pass.ts";

/** Added to the score of what a token may not look at. */
const hidden = -1e9;

/** The next tokens of some rows. */
export interface Chunk {
	/** A part of each row, [T] or shorter. */
	readonly parts: readonly Int32Array[];
	/** Tokens that the cache already holds of each row. */
	readonly before: readonly number[];
	/** Places of the cache, M. */
	readonly room: number;
	/** Whether logits are computed after every token, and not only after the last of each row. */
	readonly everywhere?: boolean;
}

/** A chunk as a grid [B, T], padded at the right; `last` points at the real tokens that logits are computed after. */
export function decodeInputs(
	chunk: Chunk,
	windows: readonly (number | null)[],
): Buffers {
	const { parts, before, room, everywhere = false } = chunk;
	// Products of a single token sum in another order: what is read of a prompt must not depend on the prompts beside it.
	const least = everywhere ? 1 : 2;
	const T = Math.max(least, ...parts.map((part) => part.length));
	const B = parts.length;
	const ids = new Int32Array(B * T);
	const positions = new Int32Array(B * T);
	for (const [b, part] of parts.entries()) {
		ids.set(part, b * T);
		// Padding stays at place 0: counted on, it would pass the end of the rotary tables.
		for (let t = 0; t < part.length; t++)
			positions[b * T + t] = (before[b] as number) + t;
	}
	const last = Int32Array.from(
		parts.flatMap(({ length }, b) =>
			everywhere
				? Array.from({ length }, (_, t) => b * T + t)
				: [b * T + length - 1],
		),
	);
	const inputs: Record<string, Buffer> = {
		[cachedNames.ids]: { data: ids, dims: [B, T] },
		[cachedNames.positions]: { data: positions, dims: [B * T] },
		last: { data: last, dims: [last.length] },
	};
	const dims = [B, 1, T, room + T];
	for (const window of windows)
		inputs[cachedNames.bias(window)] = {
			data: biasOf(before, T, room, window),
			dims,
		};
	return inputs;
}

/** 0 where a token may look: at what the cache holds of its row and at itself and the tokens before it, as far as the window. */
function biasOf(
	before: readonly number[],
	T: number,
	room: number,
	window: number | null,
): Float32Array {
	const span = room + T;
	const bias = new Float32Array(before.length * T * span).fill(hidden);
	for (const [b, cached] of before.entries())
		for (let t = 0; t < T; t++) {
			const start = (b * T + t) * span;
			const first = window === null ? 0 : Math.max(0, cached + t - window + 1);
			bias.fill(0, start + Math.min(first, cached), start + cached);
			const own = start + room + Math.max(0, first - cached);
			bias.fill(0, own, start + room + t + 1);
		}
	return bias;
}
