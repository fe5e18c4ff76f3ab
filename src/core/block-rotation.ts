import { once } from "./once.ts";
import { RandomStream } from "./random.ts";

type Numbers = Float32Array | Float64Array;

/** Row-major numbers [outer, length, inner], of which the middle axis is rotated in blocks. */
export interface RotatedAxis {
	readonly length: number;
	readonly inner: number;
	/** Divides the length. */
	readonly block: number;
	/** By R^T and not by R. */
	readonly inverse?: boolean;
}

/**
 * The parts of R = D (H x Q), an orthogonal matrix of n = p m rows, where p is the largest power of two that divides n:
 * random signs D, the Hadamard matrix H of p rows and a random orthogonal matrix Q of m rows (Ashkboos et al., QuaRot,
 * arXiv 2404.00456, section 3). It depends on n alone.
 */
interface Factors {
	readonly signs: Float64Array;
	readonly power: number;
	/** Row-major, [m, m]. */
	readonly odd: Float64Array;
}

const factors = new Map<number, () => Factors>();

function factorsOf(n: number): Factors {
	const known = factors.get(n) ?? once(() => drawFactors(n));
	factors.set(n, known);
	return known();
}

function drawFactors(n: number): Factors {
	const power = powerOfTwo(n);
	const stream = new RandomStream(0, `signs of a rotation of ${n}`);
	const signs = Float64Array.from({ length: n }, () =>
		stream.uniform() < 0.5 ? -1 : 1,
	);
	return { signs, power, odd: randomOrthogonal(n / power) };
}

/** The largest power of two that divides n. */
export function powerOfTwo(n: number): number {
	let power = 1;
	while (n % (2 * power) === 0) power *= 2;
	return power;
}

/** Rows of normal numbers, made orthonormal one after the other (Gram and Schmidt, each row twice for its last digits). */
function randomOrthogonal(m: number): Float64Array {
	if (m === 1) return Float64Array.of(1);
	const stream = new RandomStream(0, `orthogonal matrix of ${m}`);
	const q = Float64Array.from({ length: m * m }, () => stream.normal());
	for (let i = 0; i < m; i++) {
		const row = q.subarray(i * m, (i + 1) * m);
		for (let pass = 0; pass < 2; pass++)
			for (let j = 0; j < i; j++) {
				const before = q.subarray(j * m, (j + 1) * m);
				const overlap = dot(row, before);
				for (let c = 0; c < m; c++)
					row[c] = (row[c] as number) - overlap * (before[c] as number);
			}
		const length = Math.sqrt(dot(row, row));
		for (let c = 0; c < m; c++) row[c] = (row[c] as number) / length;
	}
	return q;
}

const dot = (a: Float64Array, b: Float64Array) =>
	a.reduce((sum, x, i) => sum + x * (b[i] as number), 0);

/** v to v R, or to v R^T, in place. `spare` holds m numbers. */
function rotateOne(
	v: Float64Array,
	{ signs, power, odd }: Factors,
	inverse: boolean,
	spare: Float64Array,
): void {
	const m = spare.length;
	if (!inverse) multiply(v, signs);
	hadamard(v, m);
	if (m > 1)
		for (let start = 0; start < v.length; start += m)
			product(v, start, odd, inverse, spare);
	const scale = 1 / Math.sqrt(power);
	for (let i = 0; i < v.length; i++) v[i] = (v[i] as number) * scale;
	if (inverse) multiply(v, signs);
}

function multiply(v: Float64Array, by: Float64Array): void {
	for (let i = 0; i < v.length; i++)
		v[i] = (v[i] as number) * (by[i] as number);
}

/** The fast Walsh-Hadamard transform of entries that are m apart. */
function hadamard(v: Float64Array, m: number): void {
	for (let half = m; half < v.length; half *= 2)
		for (let start = 0; start < v.length; start += 2 * half)
			for (let i = start; i < start + half; i++) {
				const [a, b] = [v[i] as number, v[i + half] as number];
				v[i] = a + b;
				v[i + half] = a - b;
			}
}

/** The m entries from `start` on times Q, or Q^T. */
function product(
	v: Float64Array,
	start: number,
	q: Float64Array,
	transposed: boolean,
	spare: Float64Array,
): void {
	const m = spare.length;
	const [down, across] = transposed ? [1, m] : [m, 1];
	for (let i = 0; i < m; i++) spare[i] = v[start + i] as number;
	for (let j = 0; j < m; j++) {
		let sum = 0;
		for (let i = 0, at = j * across; i < m; i++, at += down)
			sum += (spare[i] as number) * (q[at] as number);
		v[start + j] = sum;
	}
}

/** Rotates every block of an axis in place: x to x R along it. */
export function rotateBlocks(
	data: Numbers,
	{ length, inner, block, inverse = false }: RotatedAxis,
): void {
	if (length % block !== 0)
		throw new RangeError(`${length} features in blocks of ${block}`);
	const parts = factorsOf(block);
	const vector = new Float64Array(block);
	const spare = new Float64Array(block / parts.power);
	const stretch = block * inner;
	for (let from = 0; from < data.length; from += stretch)
		for (let c = from; c < from + inner; c++) {
			for (let i = 0; i < block; i++) vector[i] = data[c + i * inner] as number;
			rotateOne(vector, parts, inverse, spare);
			for (let i = 0; i < block; i++) data[c + i * inner] = vector[i] as number;
		}
}

/** R itself, or R^T, row-major [n, n]. */
export function rotationMatrix(n: number, inverse = false): Float64Array {
	const matrix = new Float64Array(n * n);
	for (let i = 0; i < n; i++) matrix[i * n + i] = 1;
	rotateBlocks(matrix, { length: n, inner: 1, block: n, inverse });
	return matrix;
}
