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

/** Vectors that are rotated side by side at most: loops over them are contiguous, and a tile of most blocks stays in the cache. */
const mostLanes = 16;

/** `lanes` vectors v to v R, or to v R^T, in place: entry i of vector c is at i lanes + c. `spare` holds m lanes numbers. */
function rotateTile(
	v: Float64Array,
	{ signs, power, odd }: Factors,
	inverse: boolean,
	spare: Float64Array,
): void {
	const lanes = v.length / signs.length;
	const m = spare.length / lanes;
	if (!inverse) multiplyRows(v, signs);
	hadamard(v, m * lanes);
	if (m > 1)
		for (let start = 0; start < v.length; start += m * lanes)
			product(v, start, odd, inverse, spare, lanes);
	const scale = 1 / Math.sqrt(power);
	for (let i = 0; i < v.length; i++) v[i] = (v[i] as number) * scale;
	if (inverse) multiplyRows(v, signs);
}

/** Signs change exactly, so that only the rows that change are touched. */
function multiplyRows(v: Float64Array, signs: Float64Array): void {
	const lanes = v.length / signs.length;
	for (let i = 0; i < signs.length; i++) {
		if (signs[i] === 1) continue;
		for (let at = i * lanes; at < (i + 1) * lanes; at++)
			v[at] = -(v[at] as number);
	}
}

/** The fast Walsh-Hadamard transform of entries that are `apart`, two of its stages in each pass over them while there are two. */
function hadamard(v: Float64Array, apart: number): void {
	let half = apart;
	for (; 2 * half < v.length; half *= 4)
		for (let start = 0; start < v.length; start += 4 * half)
			for (let i = start; i < start + half; i++) {
				const a = v[i] as number;
				const b = v[i + half] as number;
				const c = v[i + 2 * half] as number;
				const d = v[i + 3 * half] as number;
				v[i] = a + b + (c + d);
				v[i + half] = a - b + (c - d);
				v[i + 2 * half] = a + b - (c + d);
				v[i + 3 * half] = a - b - (c - d);
			}
	if (half === v.length) return;
	for (let i = 0, j = half; i < half; i++, j++) {
		const a = v[i] as number;
		const b = v[j] as number;
		v[i] = a + b;
		v[j] = a - b;
	}
}

/** The m entries of each vector from `start` on times Q, or Q^T. */
function product(
	v: Float64Array,
	start: number,
	q: Float64Array,
	transposed: boolean,
	spare: Float64Array,
	lanes: number,
): void {
	const m = spare.length / lanes;
	const [down, across] = transposed ? [1, m] : [m, 1];
	spare.set(v.subarray(start, start + spare.length));
	for (let j = 0; j < m; j++) {
		const into = start + j * lanes;
		v.fill(0, into, into + lanes);
		let i = 0;
		// Three terms at a time, so that a sum is read and written once for them.
		for (; i + 3 <= m; i += 3) {
			const first = q[j * across + i * down] as number;
			const second = q[j * across + (i + 1) * down] as number;
			const third = q[j * across + (i + 2) * down] as number;
			for (let c = 0, at = i * lanes; c < lanes; c++, at++)
				v[into + c] =
					(v[into + c] as number) +
					(spare[at] as number) * first +
					(spare[at + lanes] as number) * second +
					(spare[at + 2 * lanes] as number) * third;
		}
		for (; i < m; i++) {
			const factor = q[j * across + i * down] as number;
			const from = i * lanes;
			for (let c = 0; c < lanes; c++)
				v[into + c] =
					(v[into + c] as number) + (spare[from + c] as number) * factor;
		}
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
	const stretch = block * inner;
	// Vectors that begin next to each other, or, of the last axis, one after the other.
	const [count, apart] =
		inner === 1 ? [data.length / stretch, stretch] : [inner, 1];
	const outer = inner === 1 ? data.length : stretch;
	// Factors of adapters are a few vectors each, which need not fill a large tile.
	const lanes = Math.min(mostLanes, Math.ceil(count / 8) * 8);
	const tile = new Float64Array(block * lanes);
	const spare = new Float64Array((block / parts.power) * lanes);
	for (let from = 0; from < data.length; from += outer)
		for (let first = 0; first < count; first += lanes) {
			const used = Math.min(lanes, count - first);
			const at = from + first * apart;
			const place = { at, apart, inner, used, block };
			copyTile(data, place, tile, true);
			rotateTile(tile, parts, inverse, spare);
			copyTile(data, place, tile, false);
		}
}

/** Vectors of an array: the first begins at `at`, `used` of them begin `apart`, and their entries are `inner` apart. */
interface TilePlace {
	readonly at: number;
	readonly apart: number;
	readonly inner: number;
	readonly used: number;
	readonly block: number;
}

/** Copies vectors into a tile, or back. */
function copyTile(
	data: Numbers,
	{ at, apart, inner, used, block }: TilePlace,
	tile: Float64Array,
	into: boolean,
): void {
	const lanes = tile.length / block;
	for (let i = 0; i < block; i++) {
		let from = at + i * inner;
		const start = i * lanes;
		if (into)
			for (let c = start; c < start + used; c++, from += apart)
				tile[c] = data[from] as number;
		else
			for (let c = start; c < start + used; c++, from += apart)
				data[from] = tile[c] as number;
	}
}

/** R itself, or R^T, row-major [n, n]. */
export function rotationMatrix(n: number, inverse = false): Float64Array {
	const matrix = new Float64Array(n * n);
	for (let i = 0; i < n; i++) matrix[i * n + i] = 1;
	rotateBlocks(matrix, { length: n, inner: 1, block: n, inverse });
	return matrix;
}
