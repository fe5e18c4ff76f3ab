import * as Plot from "@observablehq/plot";
import { expect, test } from "vitest";
import { amountScale, ratioScale, shareScale } from "./axis-scale.ts";

const language = "en";
const range = [40, 1000] as const;

test("amounts of one order of magnitude are on a linear axis from zero", () => {
	const scale = amountScale({ values: [0, 100, 1500], language });
	expect(scale.linear).toBe(true);
	const { type, domain } = scale.placed(range);
	expect([type, [...domain!][0]]).toEqual(["linear", 0]);
});

test("amounts that differ by more are on a logarithmic axis that has zero too", () => {
	const scale = amountScale({ values: [0, 10, 20_000], language });
	expect(scale.linear).toBe(false);
	const options = scale.placed(range);
	const placed = Plot.scale({ x: options });
	const at = (value: number) => placed.apply(value) as number;
	expect(at(0)).toBe(40);
	expect(at(20_000)).toBeGreaterThan(980);
	// From 100 to 1,000 as far as from 1,000 to 10,000.
	expect((at(1e4) - at(1e3)) / (at(1e3) - at(100))).toBeCloseTo(1, 1);
	expect(at(10) - at(0)).toBeGreaterThan(60);
});

test("texts of ticks have room between them, powers of ten and zero before others", () => {
	const wide = amountScale({ values: [10, 20_000], language }).placed(range);
	expect(wide.ticks).toEqual([
		...[0, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000],
	]);
	const narrow = amountScale({ values: [10, 20_000], language });
	expect(narrow.placed([40, 300]).ticks).toEqual([0, 10, 100, 1000, 10_000]);
	expect(wide.tickFormat).toBeTypeOf("function");
	expect((wide.tickFormat as (n: number) => string)(2000)).toBe("2,000");
});

test("nothing but zeros still has an axis", () => {
	for (const values of [[], [0], [0, 0]]) {
		const scale = amountScale({ values, language }).placed(range);
		const domain = [...scale.domain!] as number[];
		expect(domain[1]).toBeGreaterThan(0);
	}
});

test("shares are percent, and ratios have the texts that they are given", () => {
	const shares = shareScale.placed(range);
	expect((shares.tickFormat as (n: number) => string)(0.25)).toBe("25%");
	const ratios = ratioScale([{ at: 1 / 3, text: "1/3" }], [0.5, 3]).placed(
		range,
	);
	expect((ratios.tickFormat as (n: number) => string)(1 / 3)).toBe("1/3");
	const [low, high] = [...ratios.domain!] as number[];
	expect(low).toBeLessThan(1 / 3);
	expect(high).toBeGreaterThan(3);
});
