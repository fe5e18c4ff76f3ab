import { expect, test } from "vitest";
import { toMicros } from "./amount.ts";
import type { BudgetPlan } from "./budget-plan.ts";
import { planBudget } from "./plan-budget.ts";
import { type PlanQuestion, taskKinds } from "./plan-question.ts";
import { eur, question, spend } from "./testing/questions.ts";

/** Numbers from 0 to 1 that are the same in every run (mulberry32). */
function random(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let t = Math.imul(state ^ (state >>> 15), state | 1);
		t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
		return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
	};
}

function anyQuestion(seed: number): PlanQuestion {
	const next = random(seed);
	const upTo = (most: number) => Math.floor(most ** next());
	const price = () => {
		const low = Math.ceil(1 + 400 * next() ** 2) / 100;
		return eur(low, next() < 0.5 ? low : Math.ceil(130 * low) / 100);
	};
	const holds = next() < 0.5;
	return question({
		...spend(10 + upTo(60_000)),
		...{ demonstration: price(), pair: price() },
		inHand: {
			demonstrations: holds ? upTo(8000) - 1 : 0,
			pairs: holds ? upTo(8000) - 1 : 0,
		},
		parameters: next() < 0.5 ? null : 1e9 * Math.ceil(8 * next()),
		instruct: next() < 0.3,
		task: taskKinds[Math.floor(6 * next())] ?? null,
	});
}

const sum = (values: readonly bigint[]) => values.reduce((a, b) => a + b, 0n);

function checkSums({ stages, buy, total, inHand, cost }: BudgetPlan): void {
	for (const kind of ["demonstrations", "pairs"] as const) {
		const bought = stages.reduce((all, stage) => all + stage.buy[kind], 0);
		expect(bought).toBe(buy[kind]);
		expect(inHand[kind] + buy[kind]).toBe(total[kind]);
	}
	for (const end of ["low", "high"] as const)
		expect(sum(stages.map((stage) => toMicros(stage.cost[end])))).toBe(
			toMicros(cost[end]),
		);
}

/** Every number has a rule that the plan explains. */
function checkRules({ stages, rules }: BudgetPlan): void {
	const known = rules.map(({ id }) => id);
	expect(new Set(known).size).toBe(known.length);
	for (const stage of stages)
		for (const kind of ["demonstrations", "pairs"] as const) {
			if (stage.buy[kind] > 0)
				expect(stage.rules[kind].length).toBeGreaterThan(0);
			expect(known).toEqual(expect.arrayContaining([...stage.rules[kind]]));
		}
}

/** Demonstrations come first: a tenth of the examples, or all there are. */
function checkOrder({ stages, total, instruct, regime }: BudgetPlan): void {
	const examples = total.demonstrations + total.pairs;
	const first = stages.findIndex(({ train }) => train.pairs > 0);
	if (regime === "demonstrations") expect(first).toBe(-1);
	if (first < 0 || instruct) return;
	const { demonstrations } = stages[first - 1]?.train ?? { demonstrations: 0 };
	expect(demonstrations).toBeGreaterThanOrEqual(
		Math.min(total.demonstrations, examples / 10),
	);
}

test("500 plans keep the rules", () => {
	const regimes = new Set<string>();
	for (let seed = 0; seed < 500; seed++) {
		const asked = anyQuestion(seed);
		const found = planBudget(asked);
		regimes.add(found.regime);
		checkSums(found);
		checkRules(found);
		checkOrder(found);
		expect(found.cost.high).toBeLessThanOrEqual(asked.budget.value);
		// What is left does not buy one more row of the kind that comes next.
		const dearest = Math.max(
			found.prices.demonstration?.high ?? 0,
			found.prices.pair?.high ?? 0,
		);
		expect(found.unspent).toBeLessThan(dearest);
		const { demonstrations, pairs } = found.total;
		if (demonstrations + pairs < 1000) expect(found.buy.pairs).toBe(0);
	}
	expect(regimes.size).toBe(3);
});

test("a larger budget never buys less of a kind", () => {
	let before = { demonstrations: 0, pairs: 0 };
	for (let budget = 100; budget < 40_000; budget += 137) {
		const { buy } = planBudget(question(spend(budget)));
		expect(buy.demonstrations).toBeGreaterThanOrEqual(before.demonstrations);
		expect(buy.pairs).toBeGreaterThanOrEqual(before.pairs);
		before = buy;
	}
});
