import { describe, expect, it } from "vitest";
import { itemOf } from "../testing/results.ts";
import { noiseFloor } from "./noise-floor.ts";

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
		expect(noiseFloor(items)).toBeCloseTo(expected, 10);
	});

	it("takes wordings for fixed: only seeds would differ in a repetition", () => {
		const items = ["a", "a#2"].flatMap((wording, i) =>
			[1, 2].map((seed) => itemOf("a", i, { wording, seed })),
		);
		expect(noiseFloor(items)).toBe(0);
	});

	it("is 0 where nothing is drawn: greedy answers and likelihoods repeat themselves", () => {
		const items = Array.from({ length: 40 }, (_, i) => itemOf(`${i}`, i % 2));
		expect(noiseFloor(items)).toBe(0);
	});

	it("is not known of answers that were drawn with a single seed", () => {
		expect(noiseFloor([itemOf("a", 1, { seed: 7 })])).toBeNull();
	});

	it("is null where nothing was scored", () => {
		expect(noiseFloor([itemOf("a", null)])).toBeNull();
	});
});
