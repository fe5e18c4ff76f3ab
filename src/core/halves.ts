const bits = new Uint32Array(1);
const number = new Float32Array(bits.buffer);

/** The upper half of a float32, as float32: exact. */
export function fromBfloat16(half: number): number {
	bits[0] = half << 16;
	return number[0] as number;
}

/** Rounds to nearest, ties to even. NaN stays NaN. */
export function toBfloat16(value: number): number {
	number[0] = value;
	const word = bits[0] as number;
	if ((word & 0x7fffffff) > 0x7f800000) return (word >>> 16) | 0x40;
	return ((word + 0x7fff + ((word >>> 16) & 1)) >>> 16) & 0xffff;
}

/** IEEE 754 binary16 to float32: exact. */
export function fromFloat16(half: number): number {
	const sign = half & 0x8000 ? -1 : 1;
	const exponent = (half >> 10) & 31;
	const fraction = half & 1023;
	if (exponent === 0) return sign * fraction * 2 ** -24;
	if (exponent === 31)
		return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
	return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** Rounds to nearest, ties to even; beyond 65504 to infinity. */
export function toFloat16(value: number): number {
	number[0] = value;
	const word = bits[0] as number;
	const sign = (word >>> 16) & 0x8000;
	const magnitude = Math.abs(number[0] as number);
	if (Number.isNaN(value)) return sign | 0x7e00;
	if (magnitude >= 65520) return sign | 0x7c00;
	if (magnitude < 2 ** -14) return sign | roundEven(magnitude * 2 ** 24);
	const exponent = ((word >>> 23) & 255) - 127;
	const mantissa = roundEven((magnitude / 2 ** exponent - 1) * 1024);
	return sign | (((exponent + 15) << 10) + mantissa);
}

function roundEven(x: number): number {
	const floor = Math.floor(x);
	const rest = x - floor;
	if (rest !== 0.5) return Math.round(x);
	return floor % 2 === 0 ? floor : floor + 1;
}
