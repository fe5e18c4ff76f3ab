import { describe, expect, test } from "vitest";
import { powerOfTwo, rotateBlocks, rotationMatrix } from "./block-rotation.ts";
import { RandomStream } from "./random.ts";

const drawn = (length: number) => {
	const stream = new RandomStream(1, "rows");
	return Float64Array.from({ length }, () => stream.normal());
};

const largest = (a: Float64Array, b: Float64Array) =>
	a.reduce((most, x, i) => Math.max(most, Math.abs(x - (b[i] as number))), 0);

/** The entry of row i and column j of a R, with a [rows, n]. */
function entry(
	a: Float64Array,
	r: Float64Array,
	n: number,
	[i, j]: readonly [number, number],
): number {
	let sum = 0;
	for (let k = 0; k < n; k++)
		sum += (a[i * n + k] as number) * (r[k * n + j] as number);
	return sum;
}

test("the largest power of two that divides a size", () => {
	expect([576, 1536, 64, 960, 2048, 7].map(powerOfTwo)).toEqual([
		64, 512, 64, 64, 2048, 1,
	]);
});

test.each([7, 12, 64, 576])("R of size %i is orthogonal", (n) => {
	const r = rotationMatrix(n);
	const inverse = rotationMatrix(n, true);
	// Of the larger ones every 397th entry.
	for (let at = 0; at < n * n; at += n > 12 ? 397 : 1) {
		const [i, j] = [Math.floor(at / n), at % n];
		let sum = 0;
		for (let k = 0; k < n; k++) sum += r[i * n + k]! * r[j * n + k]!;
		expect(sum).toBeCloseTo(i === j ? 1 : 0, 13);
		expect(inverse[at]).toBeCloseTo(r[j * n + i]!, 14);
	}
});

describe.each([7, 12, 64, 576, 960, 1536, 2048])("size %i", (n) => {
	const along = { length: n, inner: 1, block: n };

	test("R keeps products, and R^T undoes it", () => {
		const rows = drawn(8 * n);
		const there = rows.slice();
		rotateBlocks(there, along);
		for (let i = 0; i < 8; i++)
			for (let j = 0; j < 8; j++) {
				const of = (a: Float64Array) =>
					a
						.subarray(i * n, (i + 1) * n)
						.reduce((sum, x, k) => sum + x * a[j * n + k]!, 0);
				expect(of(there)).toBeCloseTo(of(rows), 9);
			}
		rotateBlocks(there, { ...along, inverse: true });
		expect(largest(there, rows)).toBeLessThan(1e-13);
	});

	test("an outlier is spread over many features", () => {
		const one = new Float64Array(n);
		one[3] = 1;
		rotateBlocks(one, along);
		const most = one.reduce((top, x) => Math.max(top, Math.abs(x)), 0);
		expect(most).toBeLessThanOrEqual(1.0001 / Math.sqrt(powerOfTwo(n)));
	});
});

test.each([7, 12, 64, 576, 960])(
	"%i features: the fast transform is the product with R",
	(n) => {
		const rows = drawn(2 * n);
		const fast = rows.slice();
		rotateBlocks(fast, { length: n, inner: 1, block: n });
		const r = rotationMatrix(n);
		for (let at = 0; at < rows.length; at += 5) {
			const dense = entry(rows, r, n, [Math.floor(at / n), at % n]);
			expect(fast[at]).toBeCloseTo(dense, 11);
		}
	},
);

test("blocks along the first axis, each by itself", () => {
	// [2 x 6, 3]: columns of two blocks.
	const matrix = drawn(36);
	const rotated = matrix.slice();
	rotateBlocks(rotated, { length: 12, inner: 3, block: 6 });
	const r = rotationMatrix(6);
	const wanted = matrix.map((_, at) => {
		const [row, column] = [Math.floor(at / 3), at % 3];
		const first = row - (row % 6);
		const block = Float64Array.from(
			{ length: 6 },
			(_, k) => matrix[(first + k) * 3 + column]!,
		);
		return entry(block, r, 6, [0, row % 6]);
	});
	expect(largest(rotated, wanted)).toBeLessThan(1e-14);
});

test("a block that does not divide the axis is refused", () => {
	expect(() =>
		rotateBlocks(new Float64Array(10), { length: 10, inner: 1, block: 4 }),
	).toThrow("blocks of 4");
});
