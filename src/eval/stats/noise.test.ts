import { describe, expect, it } from "vitest";
import { itemOf } from "../testing/results.ts";
import { noiseFloor } from "./noise.ts";

describe("noise floor", () => {
	it("with seeds is that of the variance between them", () => {
		// Of question a the mean over two seeds varies by 0.5 / 2, of b by 0; of the mean of both by 0.25 / 4 = 0.0625.
		const items = [
			itemOf("a", 0, { seed: 1 }),
			itemOf("a", 1, { seed: 2 }),
			itemOf("b", 1, { seed: 1 }),
			itemOf("b", 1, { seed: 2 }),
		];
		const expected = 1.959964 * Math.sqrt(2 * 0.0625);
		expect(noiseFloor(items, "accuracy")).toBeCloseTo(expected, 10);
	});

	it("takes wordings for fixed: only seeds would differ in a repetition", () => {
		const items = ["a", "a#2"].flatMap((wording, i) =>
			[1, 2].map((seed) => itemOf("a", i, { wording, seed })),
		);
		expect(noiseFloor(items, "mean")).toBe(0);
	});

	it("of greedy answers is that of other questions", () => {
		const items = Array.from({ length: 400 }, (_, i) => itemOf(`${i}`, i % 2));
		const expected = 1.959964 * Math.sqrt((2 * 0.25) / 400);
		const found = noiseFloor(items, "accuracy") as number;
		expect(found / expected).toBeGreaterThan(0.94);
		expect(found / expected).toBeLessThan(1.06);
	});

	it("is null where nothing was scored", () => {
		expect(noiseFloor([itemOf("a", null)], "mean")).toBeNull();
	});
});
