import { expect, test } from "vitest";
import { planBudget } from "./plan-budget.ts";
import { eur, minutes, question, spend } from "./testing/questions.ts";

test("break-even is the cost over the value of a point, with both intervals", () => {
	const { payBack } = planBudget(
		question({
			...spend(400),
			demonstration: eur(1, 2),
			value: { perPoint: eur(40, 50), errors: null },
		}),
	);
	// 200 demonstrations cost 200 to 400 EUR.
	expect(payBack).toMatchObject({
		cost: { low: 200, high: 400 },
		breakEven: { low: 4, high: 10 },
		...{ gained: null, headroom: null, coldStart: null },
	});
});

test("a point saves an error in every hundred answers", () => {
	const { payBack } = planBudget(
		question({
			...spend(400),
			value: {
				perPoint: eur(10),
				errors: { cost: eur(0.1, 0.3), answers: 5000 },
			},
		}),
	);
	expect(payBack?.perPoint).toEqual({ low: 15, high: 25 });
});

test("time is money at the wage", () => {
	const { payBack } = planBudget(
		question({
			budget: { value: 600, unit: "minutes" },
			...{ demonstration: minutes(10), pair: minutes(3), wage: eur(30, 60) },
			value: { perPoint: eur(100), errors: null },
		}),
	);
	expect(payBack?.cost).toEqual({ low: 300, high: 600 });
	expect(payBack?.breakEven).toEqual({ low: 3, high: 6 });
});

test("measured scores give the worth of the gain and the room that is left", () => {
	const { payBack } = planBudget(
		question({
			value: { perPoint: eur(100, 200), errors: null },
			measured: {
				base: { value: 80, low: 78, high: 82 },
				demonstrations: null,
				gain: { value: 1, low: -1, high: 3 },
				highest: 100,
			},
		}),
	);
	expect(payBack?.headroom).toBe(20);
	expect(payBack?.gained?.worth).toEqual({ low: -200, high: 600 });
});

test("the cold start has a price only where the paper saw one", () => {
	const ask = (changes: object) =>
		planBudget(
			question({ ...changes, value: { perPoint: eur(10), errors: null } }),
		).payBack?.coldStart;
	expect(ask({ task: "reasoning" })?.worth).toEqual({ low: 150, high: 200 });
	expect(ask({ task: "reasoning", instruct: true })).toBe(null);
	expect(ask({ task: "style" })).toBe(null);
});
