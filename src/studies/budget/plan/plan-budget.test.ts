import { describe, expect, test } from "vitest";
import type { BudgetPlan } from "./budget-plan.ts";
import { planBudget } from "./plan-budget.ts";
import type { PlanQuestion } from "./plan-question.ts";
import { eur, minutes, question, spend } from "./testing/questions.ts";

const plan = (changes: Partial<PlanQuestion> = {}): BudgetPlan =>
	planBudget(question(changes));
const kinds = ({ stages }: BudgetPlan) => stages.map(({ kind }) => kind);
const ruleIdsOf = ({ rules }: BudgetPlan) => rules.map(({ id }) => id);
const noteKinds = ({ notes }: BudgetPlan) => notes.map(({ kind }) => kind);
const examples = (value: number) => ({
	budget: { value, unit: "examples" },
	...{ demonstration: null, pair: null },
});

describe("rules of the paper", () => {
	test("below 1,000 examples: demonstrations alone", () => {
		const found = plan(examples(999));
		expect(found).toMatchObject({
			regime: "demonstrations",
			total: { demonstrations: 999, pairs: 0 },
		});
		expect(kinds(found)).toEqual(["pilot", "roll-out"]);
		expect(ruleIdsOf(found)).toContain("demonstrations-alone");
	});

	test("from 10,000: demonstrations first, then three pairs in four", () => {
		const found = plan(examples(16_000));
		expect(found).toMatchObject({
			regime: "preferences",
			total: { demonstrations: 4000, pairs: 12_000 },
		});
		expect(kinds(found)).toEqual([
			...["pilot", "foundation", "pair-pilot", "roll-out"],
		]);
		// A tenth of the examples as demonstrations before the first pair.
		expect(found.stages[1]?.train).toEqual({ demonstrations: 1600, pairs: 0 });
		expect(ruleIdsOf(found)).toEqual(
			expect.arrayContaining(["three-in-four", "demonstrations-first"]),
		);
		expect(ruleIdsOf(found)).not.toContain("beyond-range");
	});

	test("between: the gap is named, the split interpolated, a study proposed", () => {
		const found = plan(examples(4000));
		expect(found.regime).toBe("gap");
		const rules = Object.fromEntries(
			found.rules.map(({ id, source }) => [id, source]),
		);
		expect(rules).toMatchObject({ gap: "paper", split: "interpolated" });
		const pilot = found.stages.find(({ kind }) => kind === "pair-pilot");
		expect(pilot?.measure).toContain("pairs-against-demonstrations");
		expect(pilot?.condition).toEqual({
			kind: "pairs-help",
			demonstrations: 4000 - 1000 - (pilot?.buy.pairs ?? 0),
		});
		expect(found.stages[1]?.train.demonstrations).toBe(1000);
	});

	test("beyond and below what was measured is extrapolated", () => {
		for (const [count, id] of [
			[20_001, "beyond-range"],
			[99, "below-range"],
		] as const) {
			const rule = plan(examples(count)).rules.find((one) => one.id === id);
			expect(rule?.source).toBe("extrapolated");
		}
		expect(ruleIdsOf(plan(examples(20_000)))).not.toContain("beyond-range");
		expect(ruleIdsOf(plan(examples(100)))).not.toContain("below-range");
	});

	test("small models and knowledge lean to demonstrations", () => {
		const pairs = (changes: Partial<PlanQuestion>) =>
			plan({ ...examples(16_000), ...changes }).total.pairs;
		expect(pairs({ parameters: 1e9 })).toBe(8000);
		expect(pairs({ parameters: 3e9 })).toBe(12_000);
		expect(pairs({ task: "knowledge" })).toBe(8000);
		expect(pairs({ task: "knowledge", parameters: 1e9 })).toBe(4000);
		expect(plan({ ...examples(999), parameters: 1e9 }).total.pairs).toBe(0);
	});

	test("a model that follows instructions needs no demonstrations against the cold start", () => {
		const found = plan({ ...examples(16_000), instruct: true });
		expect(kinds(found)).toEqual(["pilot", "pair-pilot", "roll-out"]);
		expect(found.stages[1]?.measure).toContain("cold-start");
		expect(ruleIdsOf(found)).toContain("instruct");
		expect(ruleIdsOf(found)).not.toContain("demonstrations-first");
		expect(found.total).toEqual({ demonstrations: 4000, pairs: 12_000 });
	});
});

describe("rows in hand", () => {
	test("are subtracted, kind by kind", () => {
		const found = plan({
			...examples(16_000),
			inHand: { demonstrations: 1000, pairs: 2000 },
		});
		expect(found.buy).toEqual({ demonstrations: 3000, pairs: 10_000 });
		expect(found.total).toEqual({ demonstrations: 4000, pairs: 12_000 });
		expect(ruleIdsOf(found)).toContain("in-hand");
		expect(found.stages[0]).toMatchObject({
			...{ kind: "pilot", buy: { demonstrations: 0, pairs: 0 } },
			train: { demonstrations: 1000, pairs: 0 },
		});
	});

	test("more of a kind than the rule asks for are kept, and said", () => {
		const found = plan({
			...examples(16_000),
			inHand: { demonstrations: 10_000, pairs: 0 },
		});
		expect(found.buy).toEqual({ demonstrations: 0, pairs: 6000 });
		expect(noteKinds(found)).toContain("share-missed");
		expect(kinds(found)).toEqual(["foundation", "pair-pilot", "roll-out"]);
	});

	test("pairs wait if there are few examples", () => {
		const found = plan({
			...spend(200),
			inHand: { demonstrations: 0, pairs: 40 },
		});
		expect(found.buy).toEqual({ demonstrations: 100, pairs: 0 });
		expect(found.notes).toContainEqual({ kind: "pairs-kept", pairs: 40 });
		expect(found.stages.every(({ train }) => train.pairs === 0)).toBe(true);
	});

	test("too few demonstrations before many pairs are said", () => {
		const found = plan({
			...spend(400),
			inHand: { demonstrations: 0, pairs: 9000 },
		});
		expect(found.buy).toEqual({ demonstrations: 200, pairs: 0 });
		expect(noteKinds(found)).toContain("thin-foundation");
	});
});

describe("prices", () => {
	test("the plan keeps within the budget at the upper prices", () => {
		const found = plan({
			...{ demonstration: eur(1.5, 2.5), pair: eur(0.8, 1.2) },
		});
		expect(found.cost.high).toBeLessThanOrEqual(5000);
		expect(found.cost.low).toBeLessThan(found.cost.high);
		expect(found.unspent).toBeLessThan(2.5);
		const lower = found.notes.find(({ kind }) => kind === "lower-prices");
		expect(lower).toMatchObject({ crosses: false });
	});

	test("lower prices that cross a threshold are said", () => {
		const found = plan({ ...spend(1900), demonstration: eur(1, 2) });
		expect(found.regime).toBe("demonstrations");
		expect(found.notes).toContainEqual(
			expect.objectContaining({ kind: "lower-prices", crosses: true }),
		);
	});

	test("no sum shows artefacts of binary fractions", () => {
		const found = plan({
			...spend(1000),
			...{ demonstration: eur(0.1, 0.3), pair: eur(0.07) },
		});
		for (const { cost } of [found, ...found.stages])
			for (const end of [cost.low, cost.high])
				expect(String(end)).toMatch(/^\d+(\.\d{1,2})?$/);
	});

	test("minutes and money meet by the wage", () => {
		const wage = eur(30);
		const money = plan({
			...{ demonstration: minutes(10), pair: minutes(2, 3), wage },
		});
		expect(money.unit).toBe("EUR");
		expect(money.prices).toEqual({
			demonstration: { low: 5, high: 5 },
			pair: { low: 1, high: 1.5 },
		});
		expect(ruleIdsOf(money)).toContain("wage");
		const time = plan({
			budget: { value: 600, unit: "minutes" },
			...{ demonstration: eur(5), pair: minutes(3), wage: eur(20, 30) },
		});
		expect(time.unit).toBe("minutes");
		expect(time.prices).toEqual({
			demonstration: { low: 10, high: 15 },
			pair: { low: 3, high: 3 },
		});
	});

	test("a budget of examples shows what its rows cost", () => {
		const found = plan({ budget: { value: 500, unit: "examples" } });
		expect(found).toMatchObject({
			...{ unit: "EUR", cost: { low: 1000, high: 1000 } },
			total: { demonstrations: 500, pairs: 0 },
		});
	});

	test("made pairs are priced apart, for the roll-out", () => {
		const found = plan({ madePair: eur(0.05, 0.1) });
		const bought = found.stages.at(-1)?.buy.pairs ?? 0;
		expect(bought).toBeGreaterThan(1000);
		expect(found.notes).toContainEqual({
			...{ kind: "made-pairs", pairs: bought },
			cost: { low: bought / 20, high: bought / 10 },
			bought: { low: bought, high: bought },
			labelled: found.stages.at(-2)?.train.pairs,
		});
		expect(ruleIdsOf(found)).toContain("made-pairs");
		// What is bought does not change: made pairs are not counted on before they are checked.
		expect(found.buy).toEqual(plan().buy);
	});

	test("prices far apart are said", () => {
		const found = plan({ ...spend(20_000), pair: eur(8) });
		expect(found.notes).toContainEqual({ kind: "ratio", ratio: 4 });
		expect(noteKinds(plan({ pair: eur(6) }))).not.toContain("ratio");
	});
});

describe("one kind", () => {
	test("demonstrations alone, and said", () => {
		const found = plan({ pair: "none" });
		expect(found.buy).toEqual({ demonstrations: 2500, pairs: 0 });
		expect(found.notes).toContainEqual({
			kind: "only",
			buy: "demonstrations",
		});
	});

	test("pairs alone stop at nine for each demonstration in hand", () => {
		const found = plan({
			demonstration: "none",
			inHand: { demonstrations: 200, pairs: 0 },
		});
		expect(found.buy).toEqual({ demonstrations: 0, pairs: 1800 });
		expect(found.unspent).toBe(3200);
		expect(noteKinds(found)).toContain("capped");
		expect(found.stages.at(-1)?.train).toEqual(found.total);
	});

	test("pairs alone for a model that follows instructions", () => {
		const found = plan({ demonstration: "none", instruct: true });
		expect(found.buy).toEqual({ demonstrations: 0, pairs: 5000 });
		expect(kinds(found)).toEqual(["pair-pilot", "roll-out"]);
		expect(found.stages[0]?.condition).toEqual({ kind: "gain" });
	});
});

describe("what is measured already", () => {
	const gained = (value: number, low = value, high = value) =>
		plan({
			...examples(500),
			measured: {
				...{ base: null, demonstrations: null, highest: null },
				gain: { value, low, high },
			},
		});

	test("a clear gain leaves out the pilot", () => {
		const found = gained(4, 1, 7);
		expect(noteKinds(found)).toContain("pilot-passed");
		expect(kinds(found)).toEqual(["roll-out"]);
		expect(found.stages[0]?.buy.demonstrations).toBe(500);
	});

	test.each([
		[gained(-4, -7, -1), "pilot-failed"],
		[gained(0), "pilot-failed"],
		[gained(4, -1, 9), "pilot-unclear"],
		[gained(4), "pilot-unclear"],
	])("anything else keeps it: %#", (found, kind) => {
		expect(noteKinds(found)).toContain(kind);
		expect(kinds(found)).toEqual(["pilot", "roll-out"]);
	});
});
