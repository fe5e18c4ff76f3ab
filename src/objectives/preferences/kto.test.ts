import { describe, expect, test } from "vitest";
import { answer } from "../testing/answer.ts";
import { laboratory } from "../testing/evaluation.ts";
import { kto } from "./kto.ts";

describe("kto", () => {
	const objective = kto({ beta: 0.5, desirable: 1, undesirable: 2 });

	test("is weighed by verdict, and pulls each way", () => {
		const liked = answer([-1], { reference: [-1] });
		const { gradient, weight } = laboratory(objective).evaluate([
			liked,
			{ ...liked, liked: false },
		]);
		expect(weight).toBe(2);
		// beta sigma'(0) = 0.5 / 4.
		expect(gradient[0]).toBeCloseTo(-0.125, 12);
		expect(gradient[3]).toBeCloseTo(2 * 0.125, 12);
	});

	test("the step's z0 is never negative, and skips answers without tokens", () => {
		const summarise = objective.prepass?.summarise ?? Number;
		const above = { logProb: [-1, -1], reference: [-3, -3], liked: true };
		const below = { logProb: [-9], reference: [-2], liked: true };
		const empty = { logProb: [], reference: [], liked: true };
		expect(summarise([above, empty])).toBe(4);
		expect(summarise([above, below])).toBe(0);
		expect(summarise([])).toBe(0);
	});
});
