/** The 65,536 values of IEEE 754 binary16, as float32. */
const halfValues = (() => {
	const values = new Float32Array(1 << 16);
	for (let bits = 0; bits < values.length; bits++) {
		const exponent = (bits >> 10) & 0x1f;
		const fraction = bits & 0x3ff;
		let value: number;
		if (exponent === 0) value = fraction * 2 ** -24;
		else if (exponent === 31)
			value = fraction === 0 ? Number.POSITIVE_INFINITY : Number.NaN;
		else value = (1 + fraction / 1024) * 2 ** (exponent - 15);
		values[bits] = bits & 0x8000 ? -value : value;
	}
	return values;
})();

/** The value of one binary16 number. */
export function halfToFloat(bits: number): number {
	return halfValues[bits] as number;
}

/** Widens binary16 bits, exactly. */
export function widenHalf(bits: Uint16Array, out: Float32Array): void {
	for (let i = 0; i < bits.length; i++) {
		out[i] = halfValues[bits[i] as number] as number;
	}
}

/** Widens bfloat16 bits, exactly: they are the upper half of a float32. */
export function widenBrain(bits: Uint16Array, out: Float32Array): void {
	const words = new Uint32Array(out.buffer, out.byteOffset, out.length);
	for (let i = 0; i < bits.length; i++) words[i] = (bits[i] as number) << 16;
}

/** Rounds to bfloat16, nearest, ties to even. Returns the index of the first finite value that became infinite, or null. */
export function narrowBrain(
	values: Float32Array,
	out: Uint16Array,
): number | null {
	const words = new Uint32Array(
		values.buffer,
		values.byteOffset,
		values.length,
	);
	let overflow: number | null = null;
	for (let i = 0; i < words.length; i++) {
		const word = words[i] as number;
		if ((word & 0x7fffffff) > 0x7f800000) {
			out[i] = (word >>> 16) | 0x40;
			continue;
		}
		const rounded = (word + 0x7fff + ((word >>> 16) & 1)) >>> 16;
		out[i] = rounded;
		if ((rounded & 0x7fff) === 0x7f80 && (word & 0x7fffffff) !== 0x7f800000)
			overflow ??= i;
	}
	return overflow;
}

/** Rounds to binary16, nearest, ties to even. Returns the index of the first finite value that became infinite, or null. */
export function narrowHalf(
	values: Float32Array,
	out: Uint16Array,
): number | null {
	const words = new Uint32Array(
		values.buffer,
		values.byteOffset,
		values.length,
	);
	let overflow: number | null = null;
	for (let i = 0; i < words.length; i++) {
		const word = words[i] as number;
		const magnitude = word & 0x7fffffff;
		const half = halfOfMagnitude(magnitude);
		out[i] = ((word >>> 16) & 0x8000) | half;
		if (half === 0x7c00 && magnitude !== 0x7f800000) overflow ??= i;
	}
	return overflow;
}

/** Bits of binary16 for a non-negative float32 given by its bits. */
function halfOfMagnitude(magnitude: number): number {
	if (magnitude > 0x7f800000) return 0x7e00;
	const exponent = (magnitude >>> 23) - 127;
	if (exponent > 15) return 0x7c00;
	if (exponent < -25) return 0;
	const fraction = (magnitude & 0x7fffff) | 0x800000;
	// A normal number drops 13 bits, a subnormal one more for each power of two below 2^-14.
	const drop = exponent < -14 ? -1 - exponent : 13;
	const kept = fraction >>> drop;
	const rest = fraction & ((1 << drop) - 1);
	const middle = 1 << (drop - 1);
	const up = rest > middle || (rest === middle && (kept & 1) === 1) ? 1 : 0;
	if (exponent < -14) return kept + up;
	return ((exponent + 14) << 10) + kept + up;
}
