import { expect, test } from "vitest";
import { unpairedDifference } from "./unpaired-difference.ts";

test("intervals are those of Newcombe's table II, method 10", () => {
	const of = (a: number, m: number, b: number, n: number) =>
		unpairedDifference({ count: a, of: m }, { count: b, of: n });
	const first = of(56, 70, 48, 80);
	expect(first.value).toBeCloseTo(0.2, 12);
	expect(first.low).toBeCloseTo(0.0524, 4);
	expect(first.high).toBeCloseTo(0.3339, 4);
	const second = of(9, 10, 3, 10);
	expect(second.low).toBeCloseTo(0.1705, 4);
	expect(second.high).toBeCloseTo(0.809, 4);
});

test("nothing seen in either sample leaves a doubt, and sides exchange", () => {
	const none = { count: 0, of: 30 };
	const { value, low, high } = unpairedDifference(none, none);
	expect(value).toBe(0);
	expect(low).toBeLessThan(-0.1);
	expect(high).toBe(-low);
});
