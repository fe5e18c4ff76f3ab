import { halfToFloat, widenBrain, widenHalf } from "../../core/half.ts";
import { decodeQ4K, decodeQ5K, decodeQ6K } from "./k-blocks.ts";

/** How values are packed: `elements` of them in a block of `bytes`. */
export interface BlockFormat {
	/** The name that llama.cpp gives it. */
	readonly name: string;
	readonly elements: number;
	readonly bytes: number;
	/** Unpacks whole blocks: `bytes` holds `out.length / elements` of them. */
	readonly decode: (bytes: Uint8Array<ArrayBuffer>, out: Float32Array) => void;
}

/** Reads the binary16 number at a byte. */
function half(bytes: Uint8Array, at: number): number {
	return halfToFloat((bytes[at] as number) | ((bytes[at + 1] as number) << 8));
}

/** Runs a decoder of one block over all of them. */
function blocks(
	name: string,
	elements: number,
	bytes: number,
	one: (bytes: Uint8Array, at: number, out: Float32Array, to: number) => void,
): BlockFormat {
	return {
		name,
		elements,
		bytes,
		decode(packed, out) {
			for (let to = 0, at = 0; to < out.length; to += elements, at += bytes)
				one(packed, at, out, to);
		},
	};
}

function decodeQ4_0(
	bytes: Uint8Array,
	at: number,
	out: Float32Array,
	to: number,
) {
	const scale = half(bytes, at);
	for (let j = 0; j < 16; j++) {
		const byte = bytes[at + 2 + j] as number;
		out[to + j] = ((byte & 15) - 8) * scale;
		out[to + j + 16] = ((byte >> 4) - 8) * scale;
	}
}

function decodeQ4_1(
	bytes: Uint8Array,
	at: number,
	out: Float32Array,
	to: number,
) {
	const scale = half(bytes, at);
	const least = half(bytes, at + 2);
	for (let j = 0; j < 16; j++) {
		const byte = bytes[at + 4 + j] as number;
		out[to + j] = (byte & 15) * scale + least;
		out[to + j + 16] = (byte >> 4) * scale + least;
	}
}

/** Bit `j` of the 32 high bits of a block, as the value 16. */
function fifthBit(bytes: Uint8Array, at: number, j: number): number {
	return (((bytes[at + (j >> 3)] as number) >> (j & 7)) & 1) << 4;
}

function decodeQ5_0(
	bytes: Uint8Array,
	at: number,
	out: Float32Array,
	to: number,
) {
	const scale = half(bytes, at);
	for (let j = 0; j < 16; j++) {
		const byte = bytes[at + 6 + j] as number;
		const low = (byte & 15) | fifthBit(bytes, at + 2, j);
		const high = (byte >> 4) | fifthBit(bytes, at + 2, j + 16);
		out[to + j] = (low - 16) * scale;
		out[to + j + 16] = (high - 16) * scale;
	}
}

function decodeQ5_1(
	bytes: Uint8Array,
	at: number,
	out: Float32Array,
	to: number,
) {
	const scale = half(bytes, at);
	const least = half(bytes, at + 2);
	for (let j = 0; j < 16; j++) {
		const byte = bytes[at + 8 + j] as number;
		const low = (byte & 15) | fifthBit(bytes, at + 4, j);
		const high = (byte >> 4) | fifthBit(bytes, at + 4, j + 16);
		out[to + j] = low * scale + least;
		out[to + j + 16] = high * scale + least;
	}
}

function decodeQ8_0(
	bytes: Uint8Array,
	at: number,
	out: Float32Array,
	to: number,
) {
	const scale = half(bytes, at);
	for (let j = 0; j < 32; j++) {
		const byte = bytes[at + 2 + j] as number;
		out[to + j] = ((byte << 24) >> 24) * scale;
	}
}

/**
 * The formats Temper unpacks, by ggml's type number. Layouts as in ggml-common.h and ggml-quants.c; products of scales and
 * quants are exact in double precision, so that each value is rounded to float32 once, as ggml's own arithmetic does.
 */
export const blockFormats: Readonly<Record<number, BlockFormat>> = {
	0: {
		name: "F32",
		elements: 1,
		bytes: 4,
		decode: (bytes, out) =>
			out.set(new Float32Array(bytes.buffer, 0, out.length)),
	},
	1: {
		name: "F16",
		elements: 1,
		bytes: 2,
		decode: (bytes, out) =>
			widenHalf(new Uint16Array(bytes.buffer, 0, out.length), out),
	},
	2: blocks("Q4_0", 32, 18, decodeQ4_0),
	3: blocks("Q4_1", 32, 20, decodeQ4_1),
	6: blocks("Q5_0", 32, 22, decodeQ5_0),
	7: blocks("Q5_1", 32, 24, decodeQ5_1),
	8: blocks("Q8_0", 32, 34, decodeQ8_0),
	12: blocks("Q4_K", 256, 144, decodeQ4K),
	13: blocks("Q5_K", 256, 176, decodeQ5K),
	14: blocks("Q6_K", 256, 210, decodeQ6K),
	30: {
		name: "BF16",
		elements: 1,
		bytes: 2,
		decode: (bytes, out) =>
			widenBrain(new Uint16Array(bytes.buffer, 0, out.length), out),
	},
};
