import { describe, expect, it } from "vitest";
import { RandomStream } from "../../core/random.ts";
import { blockSize } from "../lower/quantized.ts";
import { quantizeBlocks } from "./quantize-blocks.ts";

function quantized(weights: Float32Array, columns: number) {
	const count = weights.length / columns;
	const blocks = Math.ceil(columns / blockSize);
	const parts = {
		codes: new Uint8Array(Math.ceil(weights.length / 2)),
		multipliers: new Uint8Array(count * blocks),
		offsets: new Int8Array(count * blocks),
		scales: new Float32Array(count),
	};
	quantizeBlocks({ weights, start: 0, count, columns }, parts);
	const restored = weights.map((_, i) => {
		const [row, column] = [Math.floor(i / columns), i % columns];
		const block = row * blocks + Math.floor(column / blockSize);
		const half = (parts.codes[i >> 1]! >> (4 * (i & 1))) & 15;
		const code = half > 7 ? half - 16 : half;
		return (
			parts.scales[row]! *
			(parts.multipliers[block]! * code + parts.offsets[block]!)
		);
	});
	return { ...parts, restored };
}

/** Codes of two blocks, each with all of them. */
const codes = [
	...Array.from({ length: 16 }, (_, i) => ((i * 5) % 16) - 8),
	...Array.from({ length: 16 }, (_, i) => 7 - ((i * 3) % 16)),
];

describe("weights in 4 bits", () => {
	it("that codes can stand for are kept, two a byte, the first in its low half", () => {
		const [multipliers, offsets] = [
			[10, 15],
			[3, 14],
		];
		const weights = Float32Array.from(
			codes,
			(code, i) => (multipliers[i >> 4]! * code + offsets[i >> 4]!) * 0.25,
		);
		const found = quantized(weights, 32);
		expect([...found.multipliers]).toEqual(multipliers);
		expect([...found.offsets]).toEqual(offsets);
		expect(found.scales[0]).toBeCloseTo(0.25, 6);
		const packed = Array.from(
			{ length: 16 },
			(_, i) => (codes[2 * i]! & 15) | ((codes[2 * i + 1]! & 15) << 4),
		);
		expect([...found.codes]).toEqual(packed);
	});

	it.each([48, 37, 5])(
		"of rows of %d are near those that are drawn",
		(columns) => {
			const stream = new RandomStream(3, "weights");
			const weights = Float32Array.from({ length: 301 * columns }, () =>
				stream.normal(),
			);
			const { restored } = quantized(weights, columns);
			const [off, all] = weights.reduce(
				([off, all], x, i) => [off + (x - restored[i]!) ** 2, all + x * x],
				[0, 0],
			);
			expect(off / all).toBeLessThan(0.0045);
		},
	);

	it("of zeros, or of one value, are exact", () => {
		const weights = new Float32Array(64).fill(0.5, 32);
		expect([...quantized(weights, 32).restored]).toEqual([...weights]);
	});
});
