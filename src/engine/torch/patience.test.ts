import { describe, expect, it } from "vitest";
import { Patience, patienceLimits } from "./patience.ts";

describe("patience", () => {
	it("learns from the slowest answer for its work", () => {
		const patience = new Patience({ first: 100, least: 10, times: 20 });
		expect(patience.limit("step", 1000)).toBe(100);
		patience.learn("step", 1000, 2);
		patience.learn("step", 1000, 1);
		expect(patience.limit("step", 4000)).toBeCloseTo(160);
		expect(patience.limit("step", 10)).toBe(10);
		expect(patience.limit("score", 10)).toBe(100);
	});

	it("is as long as a variable says", () => {
		const of = (value: string) =>
			patienceLimits({ TEMPER_TORCH_TIMEOUT: value });
		expect(patienceLimits({})).toEqual(of(""));
		expect(of("2.5")).toMatchObject({ first: 2.5, least: 2.5 });
		for (const wrong of ["0", "-1", "soon", "Infinity"])
			expect(() => of(wrong)).toThrow(
				`TEMPER_TORCH_TIMEOUT: expected a number of seconds above 0, found ${wrong}.`,
			);
	});
});
