import { expect, test } from "vitest";
import { correlation } from "./correlation.ts";

test("a correlation by hand; none where a side does not vary", () => {
	expect(correlation([1, 2, 3], [3, 2, 1])).toBeCloseTo(-1, 12);
	// Deviations (-1, 0, 1) and (-1, 2, -1): no line.
	expect(correlation([1, 2, 3], [1, 4, 1])).toBe(0);
	expect(correlation([1, 1], [1, 2])).toBeNull();
	expect(correlation([1, 2], [5, 5])).toBeNull();
});
