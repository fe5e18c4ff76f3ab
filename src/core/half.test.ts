import { describe, expect, it } from "vitest";
import { RandomStream } from "../core/random.ts";
import {
	halfToFloat,
	narrowBrain,
	narrowHalf,
	widenBrain,
	widenHalf,
} from "./half.ts";

const allBits = Uint16Array.from({ length: 1 << 16 }, (_, bits) => bits);

function narrow(narrowing: typeof narrowHalf, ...values: number[]) {
	const out = new Uint16Array(values.length);
	const overflow = narrowing(Float32Array.from(values), out);
	return { bits: [...out], overflow };
}

describe("binary16", () => {
	it("knows the values of IEEE 754", () => {
		expect(halfToFloat(0x3c00)).toBe(1);
		expect(halfToFloat(0xc000)).toBe(-2);
		expect(halfToFloat(0x7bff)).toBe(65504);
		expect(halfToFloat(0x0001)).toBe(2 ** -24);
		expect(halfToFloat(0x0400)).toBe(2 ** -14);
		expect(halfToFloat(0x3555)).toBe(0.333251953125);
		expect(halfToFloat(0xfc00)).toBe(Number.NEGATIVE_INFINITY);
		expect(Object.is(halfToFloat(0x8000), -0)).toBe(true);
		expect(halfToFloat(0x7e01)).toBeNaN();
	});

	it("narrows every value it has back to its own bits", () => {
		const values = new Float32Array(allBits.length);
		widenHalf(allBits, values);
		const back = new Uint16Array(allBits.length);
		narrowHalf(values, back);
		const changed = allBits.filter((bits) =>
			Number.isNaN(values[bits])
				? (back[bits]! & 0x7e00) !== 0x7e00
				: back[bits] !== bits,
		);
		expect([...changed]).toEqual([]);
	});

	it("rounds to the nearest of all values, ties to the even one", () => {
		const stream = new RandomStream(1, "half");
		const finite = Float32Array.from(allBits.subarray(0, 0x7c00), halfToFloat);
		for (let i = 0; i < 4_000; i++) {
			const at = stream.integer(finite.length - 1);
			const [low, high] = [finite[at]!, finite[at + 1]!];
			const tie = (low + high) / 2;
			const value = i % 2 === 0 ? tie : low + (high - low) * stream.uniform();
			const single = Math.fround(value);
			const expected =
				single === tie ? at + (at % 2) : single < tie ? at : at + 1;
			expect(narrow(narrowHalf, value).bits[0]).toBe(expected);
		}
	});

	it("says where a finite value became infinite", () => {
		expect(narrow(narrowHalf, 1, 65519.99, 65520, -1e9)).toEqual({
			bits: [0x3c00, 0x7bff, 0x7c00, 0xfc00],
			overflow: 2,
		});
		expect(narrow(narrowHalf, Number.POSITIVE_INFINITY).overflow).toBeNull();
		expect(narrow(narrowHalf, 2 ** -25, 2 ** -25 * 1.001, 1e-30).bits).toEqual([
			0, 1, 0,
		]);
	});
});

describe("bfloat16", () => {
	it("is the upper half of a float32", () => {
		const values = new Float32Array(3);
		widenBrain(Uint16Array.of(0x3f80, 0xbf00, 0x4049), values);
		expect([...values]).toEqual([1, -0.5, 3.140625]);
	});

	it("narrows every value it has back to its own bits", () => {
		const values = new Float32Array(allBits.length);
		widenBrain(allBits, values);
		const back = new Uint16Array(allBits.length);
		narrowBrain(values, back);
		const changed = allBits.filter((bits) =>
			Number.isNaN(values[bits])
				? (back[bits]! & 0x7fc0) !== 0x7fc0
				: back[bits] !== bits,
		);
		expect([...changed]).toEqual([]);
	});

	it("rounds ties to even and says where a finite value became infinite", () => {
		const ulp = 2 ** -7;
		expect(
			narrow(narrowBrain, 1 + ulp / 2, 1 + 1.5 * ulp, 1 + ulp * 0.51).bits,
		).toEqual([0x3f80, 0x3f82, 0x3f81]);
		expect(narrow(narrowBrain, 1, 3.4e38)).toEqual({
			bits: [0x3f80, 0x7f80],
			overflow: 1,
		});
	});
});
