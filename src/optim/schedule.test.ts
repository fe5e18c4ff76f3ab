import { describe, expect, it } from "vitest";
import { type ScheduleKind, scheduleFactor, warmupSteps } from "./schedule.ts";

function factors(kind: ScheduleKind, warmup: number, total: number): number[] {
	return Array.from({ length: total + 1 }, (_, step) =>
		scheduleFactor({ kind, warmup }, step, total),
	);
}

describe("scheduleFactor", () => {
	it("rises by equal steps, then falls along a line", () => {
		const expected = [1 / 3, 2 / 3, 1, 0.75, 0.5, 0.25, 0];
		for (const [i, factor] of factors("linear", 1 / 3, 6).entries()) {
			expect(factor).toBeCloseTo(expected[i]!, 12);
		}
	});

	it("falls along half a cosine", () => {
		const expected = [
			1,
			0.5 + Math.SQRT1_2 / 2,
			0.5,
			0.5 - Math.SQRT1_2 / 2,
			0,
		];
		for (const [i, factor] of factors("cosine", 0, 4).entries()) {
			expect(factor).toBeCloseTo(expected[i]!, 12);
		}
	});

	it("stays where it is when constant", () => {
		expect(factors("constant", 0.25, 4)).toEqual([0.5, 1, 1, 1, 1]);
	});

	it.each<ScheduleKind>(["constant", "linear", "cosine"])(
		"is positive at every update of a %s run and never above one",
		(kind) => {
			for (const warmup of [0, 0.03, 0.5, 1]) {
				for (const total of [1, 2, 7, 100]) {
					const all = factors(kind, warmup, total).slice(0, total);
					expect(Math.min(...all)).toBeGreaterThan(0);
					expect(Math.max(...all)).toBeLessThanOrEqual(1);
				}
			}
		},
	);

	it("rounds the share up, but not for a rounding error", () => {
		expect(warmupSteps({ kind: "linear", warmup: 0.07 }, 100)).toBe(7);
		expect(warmupSteps({ kind: "linear", warmup: 0.071 }, 100)).toBe(8);
	});
});
