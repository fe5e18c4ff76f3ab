import { expect, it } from "vitest";
import { tokenShift } from "./deviation.ts";

it("parts ranks at the first and the third", () => {
	const found = tokenShift([Uint32Array.of(0, 0, 1, 2), Uint32Array.of(3, 9)]);
	expect(found?.tokens).toBe(6);
	expect(found?.unshifted.value).toBeCloseTo(2 / 6, 6);
	expect(found?.marginal.value).toBeCloseTo(2 / 6, 6);
	expect(found?.shifted.value).toBeCloseTo(2 / 6, 6);
	expect(tokenShift([])).toBeNull();
});
