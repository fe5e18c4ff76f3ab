import { describe, expect, it } from "vitest";
import { findLlama3Rope, llama3Divisors } from "./llama3-rope.ts";

const rope = (factor: number, low: number, high: number, original: number) => ({
	rope_type: "llama3" as const,
	factor,
	low_freq_factor: low,
	high_freq_factor: high,
	original_max_position_embeddings: original,
});

/** As a GGUF file holds them: float32. */
const divisors = (of: ReturnType<typeof rope>, base: number, head: number) =>
	Float32Array.from(llama3Divisors(of, base, head));

describe("Llama 3's rotary scaling", () => {
	it("divides slow frequencies by the factor, fast ones by 1, those between by a blend", () => {
		const found = llama3Divisors(rope(8, 1, 4, 8192), 500000, 128);
		expect(found.slice(0, 29)).toEqual(Array(29).fill(1));
		expect(found.at(-1)).toBe(8);
		// Frequency 32 turns once in 2 pi sqrt(500000) = 4442.883 positions: 1.843848 turns in 8192.
		const smooth = (1.843848 - 1) / 3;
		expect(found[32]).toBeCloseTo(1 / ((1 - smooth) / 8 + smooth), 4);
	});

	it.each([
		["3.1", rope(8, 1, 4, 8192), 500000, 128],
		["3.2", rope(32, 1, 4, 8192), 500000, 64],
		["another length", rope(8, 1, 4, 64), 10000, 16],
	])("is found again: Llama %s", (_, original, base, head) => {
		expect(
			findLlama3Rope(divisors(original, base, head), base, head, "x"),
		).toEqual(original);
	});

	it("is found up to a common multiple, which changes nothing", () => {
		const values = divisors(rope(4, 2, 6, 2048), 10000, 128);
		const found = findLlama3Rope(values, 10000, 128, "x");
		expect(found).toEqual(rope(4, 1, 3, 1024));
		const again = found === null ? [] : llama3Divisors(found, 10000, 128);
		for (const [i, value] of again.entries())
			expect(value).toBeCloseTo(values[i] ?? 0, 4);
	});

	it("is null where nothing is scaled, and an error where it is something else", () => {
		expect(
			findLlama3Rope(new Float32Array(8).fill(1), 10000, 16, "x"),
		).toBeNull();
		const longrope = Float32Array.of(1, 1.2, 1.5, 2, 3, 3, 4, 4);
		expect(() => findLlama3Rope(longrope, 10000, 16, "the file")).toThrow(
			"the file: expected divisors of Llama 3's rotary scaling",
		);
	});
});
