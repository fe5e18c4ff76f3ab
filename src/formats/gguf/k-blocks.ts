import { halfToFloat } from "../../core/half.ts";

/** Reads the binary16 number at a byte. */
function half(bytes: Uint8Array, at: number): number {
	return halfToFloat((bytes[at] as number) | ((bytes[at + 1] as number) << 8));
}

/** Scale `j` of 8, six bits each, packed in twelve bytes (get_scale_min_k4 in ggml-quants.c). */
function packedScale(bytes: Uint8Array, at: number, j: number): number {
	const own = bytes[at + j] as number;
	if (j < 4) return own & 63;
	return (
		((bytes[at + j + 4] as number) & 15) |
		(((bytes[at + j - 4] as number) >> 6) << 4)
	);
}

/** Minimum `j` of 8, from the same twelve bytes. */
function packedMinimum(bytes: Uint8Array, at: number, j: number): number {
	const own = bytes[at + j + 4] as number;
	if (j < 4) return own & 63;
	return (own >> 4) | (((bytes[at + j] as number) >> 6) << 4);
}

/** Q4_K: binary16 d and dmin, 12 bytes of scales, 128 bytes of quants: 8 groups of 32. */
export function decodeQ4K(
	bytes: Uint8Array,
	at: number,
	out: Float32Array,
	to: number,
): void {
	const d = half(bytes, at);
	const dMinimum = half(bytes, at + 2);
	for (let group = 0; group < 8; group++) {
		const scale = d * packedScale(bytes, at + 4, group);
		const least = dMinimum * packedMinimum(bytes, at + 4, group);
		const quants = at + 16 + (group >> 1) * 32;
		const shift = (group & 1) * 4;
		for (let j = 0; j < 32; j++) {
			const quant = ((bytes[quants + j] as number) >> shift) & 15;
			out[to + group * 32 + j] = scale * quant - least;
		}
	}
}

/** Q5_K: as Q4_K, with 32 bytes of fifth bits between scales and quants. */
export function decodeQ5K(
	bytes: Uint8Array,
	at: number,
	out: Float32Array,
	to: number,
): void {
	const d = half(bytes, at);
	const dMinimum = half(bytes, at + 2);
	for (let group = 0; group < 8; group++) {
		const scale = d * packedScale(bytes, at + 4, group);
		const least = dMinimum * packedMinimum(bytes, at + 4, group);
		const quants = at + 48 + (group >> 1) * 32;
		const shift = (group & 1) * 4;
		for (let j = 0; j < 32; j++) {
			const fifth = (((bytes[at + 16 + j] as number) >> group) & 1) << 4;
			const quant = (((bytes[quants + j] as number) >> shift) & 15) | fifth;
			out[to + group * 32 + j] = scale * quant - least;
		}
	}
}

/** Q6_K: 128 bytes of low four bits, 64 of high two, 16 signed scales, binary16 d: 16 groups of 16. */
export function decodeQ6K(
	bytes: Uint8Array,
	at: number,
	out: Float32Array,
	to: number,
): void {
	const d = half(bytes, at + 208);
	for (let i = 0; i < 256; i++) {
		const side = i >> 7;
		const quarter = (i >> 5) & 3;
		const j = i & 31;
		const lowByte = bytes[at + side * 64 + (quarter & 1) * 32 + j] as number;
		const highByte = bytes[at + 128 + side * 32 + j] as number;
		const low = (lowByte >> ((quarter >> 1) * 4)) & 15;
		const high = (highByte >> (quarter * 2)) & 3;
		const scaleByte = bytes[at + 192 + (i >> 4)] as number;
		const scale = d * ((scaleByte << 24) >> 24);
		out[to + i] = scale * ((low | (high << 4)) - 32);
	}
}
