import { expect, it } from "vitest";
import { auc, aucEstimate } from "./auc.ts";

it("counts pairs in the right order, and ties as half", () => {
	expect(auc([3, 2], [1, 2])).toBe((1 + 1 + 1 + 0.5) / 4);
	expect(auc([2, 3], [0, 1])).toBe(1);
	expect(auc([0, 1], [2, 3])).toBe(0);
});

it("has an interval that narrows with the number of values", () => {
	const width = (n: number) => {
		const values = Array.from({ length: n }, (_, i) => (i * 7919) % 101);
		const { value, low, high } = aucEstimate(
			values.map((x) => x + 20),
			values,
		);
		expect(low).toBeLessThan(value);
		expect(high).toBeGreaterThan(value);
		return high - low;
	};
	expect(width(400)).toBeLessThan(width(40) / 2);
});
