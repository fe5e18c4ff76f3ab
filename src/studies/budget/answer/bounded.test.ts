import { expect, test } from "vitest";
import { bounded, boundsOfShares } from "./bounded.ts";
import { budgetAnswer } from "./budget-answer.ts";
import { splitsOf } from "./splits.ts";
import { knownSurface } from "./testing/known-surface.ts";

const prices = { demonstration: 1, pair: 1 };
const rows = { demonstrations: 100, pairs: 100 };

test("scores of shares end at 0 and 1; what a purchase changes does not", () => {
	const observations = [
		{ demonstrations: 0, pairs: 0, seed: 0, score: 0 },
		{ demonstrations: 100, pairs: 0, seed: 0, score: 1 },
		{ demonstrations: 0, pairs: 100, seed: 0, score: 0 },
	];
	const answer = budgetAnswer({
		surface: knownSurface((s, p) => (1.2 * s - p) / 100),
		question: {
			...{ budgets: [100], prices },
			splits: (budget) => splitsOf(budget, prices, rows),
		},
		...{ observations, rows, cells: [] },
	});
	expect(answer.answers[0]?.score.value).toBeCloseTo(1.2, 9);
	const found = bounded(answer, boundsOfShares("higher"));
	const [one] = found.answers;
	expect(one?.score).toEqual({ value: 1, low: 1, high: 1 });
	expect(one?.pairsAlone).toEqual({ value: 0, low: 0, high: 0 });
	expect(Math.max(...found.map.score.flat())).toBe(1);
	expect(Math.min(...found.map.score.flat())).toBe(0);
	expect(found.frontier.every(({ score }) => score.high <= 1)).toBe(true);
	expect(found.marginal).toEqual(answer.marginal);
	expect(bounded(answer, boundsOfShares("lower")).answers[0]?.score.high).toBe(
		0,
	);
});
