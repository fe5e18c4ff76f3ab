import type { PackedRows } from "../../data/pack.ts";
import type { Buffer, Buffers } from "../../graph/session.ts";
import { anchorInputs } from "../../policy/graphs.ts";

type Packed = PackedRows["buffers"];

const integers = (fill: number, ...dims: number[]) => ({
	data: new Int32Array(dims.reduce((p, d) => p * d, 1)).fill(fill),
	dims,
});
const floats = (fill: number, ...dims: number[]) => ({
	data: new Float32Array(dims.reduce((p, d) => p * d, 1)).fill(fill),
	dims,
});

const sizeOf = (packed: Packed, name: string) => packed[name]?.data.length ?? 0;

/** Positions of which none counts: `entries` blank ones, at the blank token, which stands last. */
function blank(packed: Packed, entries: number) {
	const tokens = sizeOf(packed, "ids");
	return {
		picks: integers(tokens - 1, entries),
		origins: integers(entries - 1, tokens),
		valid: floats(0, entries),
	};
}

interface AnchorOptions {
	/** Numbers of positions are multiples of this. */
	readonly chunks: number;
	readonly hiddenSize: number;
}

/** What a graph with an anchor is given in addition to the rows of the objective. */
export function nothingHeld(
	packed: Packed,
	{ chunks, hiddenSize }: AnchorOptions,
): Buffers {
	const { picks, origins, valid } = blank(packed, chunks);
	return {
		[anchorInputs.picks]: picks,
		[anchorInputs.origins]: origins,
		[anchorInputs.valid]: valid,
		[anchorInputs.hidden]: floats(0, chunks, hiddenSize),
		[anchorInputs.strength]: floats(0),
	};
}

/**
 * Packed rows that are held to the anchor and teach the objective nothing: their supervised positions are the anchor's,
 * and the objective sees blank ones. `hidden`: the anchor's states at these positions, one after the other.
 */
export function heldAlone(
	packed: Packed,
	hidden: Float32Array,
	strength: number,
	{ chunks, hiddenSize }: AnchorOptions,
): Buffers {
	const entries = sizeOf(packed, "picks");
	const rows = sizeOf(packed, "rowValid");
	const states = new Float32Array(entries * hiddenSize);
	states.set(hidden);
	return {
		...packed,
		...blank(packed, chunks),
		targets: integers(0, chunks),
		ends: floats(0, chunks),
		membership: floats(0, rows, chunks),
		lengths: floats(1, rows),
		rowValid: floats(0, rows),
		liked: floats(0, rows),
		pairValid: floats(0, Math.floor(rows / 2)),
		// What objectives may read of rows that they have none of.
		reference: floats(0, chunks),
		baseHidden: floats(0, chunks, hiddenSize),
		sampled: floats(0, chunks),
		advantages: floats(0, rows),
		[anchorInputs.picks]: packed.picks as Buffer,
		[anchorInputs.origins]: packed.origins as Buffer,
		[anchorInputs.valid]: packed.valid as Buffer,
		[anchorInputs.hidden]: { data: states, dims: [entries, hiddenSize] },
		[anchorInputs.strength]: { data: Float32Array.of(strength), dims: [] },
	};
}
