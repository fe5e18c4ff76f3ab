import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { answerOf, page, situationsOf } from "../../scripts/plan-answers.ts";
import type { BudgetPlan } from "../../src/studies/budget/plan/budget-plan.ts";
import { ruleIds, ruleOf } from "../../src/studies/budget/plan/rules.ts";

const text = readFileSync(page, "utf8");
const situations = situationsOf(text);

test("the page has ten situations", () => {
	expect(situations.length).toBe(10);
});

test.each(situations)(
	"$command answers as the page shows: npx tsx --conditions=source scripts/plan-answers.ts",
	async ({ command, shown }) => {
		expect(await answerOf(command)).toBe(shown);
	},
);

test("the table of rules has every rule with its source", () => {
	const rows = [...text.matchAll(/^\| (`[a-z`, -]+`) \| ([a-z]+)/gm)].flatMap(
		([, ids = "", source = ""]) =>
			[...ids.matchAll(/`([a-z-]+)`/g)].map(([, id = ""]) => [id, source]),
	);
	const known = new Map(rows.map(([id = "", source = ""]) => [id, source]));
	for (const id of ruleIds)
		expect([id, known.get(id)]).toEqual([id, ruleOf(id).source]);
});

const plans = await Promise.all(
	situations.map(
		async ({ command }) =>
			JSON.parse(await answerOf(`${command} --json`)) as BudgetPlan,
	),
);
const planOf = (situation: number): BudgetPlan => plans[situation - 1]!;
const kinds = ({ stages }: BudgetPlan) => stages.map(({ kind }) => kind);
const sourceOf = ({ rules }: BudgetPlan, id: string) =>
	rules.find((rule) => rule.id === id)?.source;

/** What the paper and the page say, from the numbers of examples alone. */
test.each(plans.map((plan, at) => [at + 1, plan] as const))(
	"situation %i keeps the rules",
	(_, { total, buy, inHand, stages, cost, budget, unit, instruct, prices }) => {
		const examples = total.demonstrations + total.pairs;
		const bothKinds = prices.demonstration !== null && prices.pair !== null;
		if (examples < 1000) expect(buy.pairs).toBe(0);
		if (examples >= 10_000) expect(buy.pairs).toBeGreaterThan(0);
		if (unit === budget.unit)
			expect(cost.high).toBeLessThanOrEqual(budget.value);
		for (const kind of ["demonstrations", "pairs"] as const)
			expect(inHand[kind] + buy[kind]).toBe(total[kind]);
		const first = stages.findIndex(({ train }) => train.pairs > 0);
		if (first >= 0 && !instruct) {
			const before = stages[first - 1]?.train.demonstrations ?? 0;
			expect(before).toBeGreaterThanOrEqual(
				Math.min(total.demonstrations, examples / 10),
			);
		}
		if (bothKinds && examples >= 1000 && examples < 10_000 && buy.pairs > 0)
			expect(stages.flatMap(({ measure }) => measure)).toContain(
				"pairs-against-demonstrations",
			);
		expect(stages.at(-1)?.condition.kind).toBe("ship");
		for (const { measure } of stages) expect(measure.length).toBeGreaterThan(0);
	},
);

test("1: demonstrations alone, to the last euro", () => {
	expect(planOf(1)).toMatchObject({
		...{ regime: "demonstrations", unspent: 0 },
		buy: { demonstrations: 250, pairs: 0 },
	});
});

test("2: a gap of the paper, an interpolated split, a pilot before most of the money", () => {
	const plan = planOf(2);
	expect(plan.regime).toBe("gap");
	expect(sourceOf(plan, "gap")).toBe("paper");
	expect(sourceOf(plan, "split")).toBe("interpolated");
	const { demonstrations, pairs } = plan.total;
	const examples = demonstrations + pairs;
	const line = 1000 * (examples / 1000) ** Math.log10(2.5);
	expect(Math.abs(demonstrations - line)).toBeLessThanOrEqual(0.5);
	// Another row at the upper prices would not be paid.
	expect(plan.unspent).toBeLessThan(2.5);
});

test("3: three pairs in four, a tenth of demonstrations first, a price of the cold start", () => {
	const plan = planOf(3);
	const { demonstrations, pairs } = plan.total;
	expect(pairs / (demonstrations + pairs)).toBeCloseTo(0.75, 3);
	expect(kinds(plan)).toEqual([
		"pilot",
		"foundation",
		"pair-pilot",
		"roll-out",
	]);
	expect(plan.stages[1]?.train.demonstrations).toBe(
		(demonstrations + pairs) / 10,
	);
	expect(plan.payBack).toMatchObject({
		breakEven: { low: 7.5, high: 15 },
		coldStart: { worth: { low: 15 * 2000, high: 20 * 4000 } },
	});
});

test("4: a small model gets half of its examples as pairs", () => {
	expect(planOf(4).total).toEqual({ demonstrations: 10_000, pairs: 10_000 });
	expect(sourceOf(planOf(4), "small-model")).toBe("ours");
	expect(sourceOf(planOf(4), "beyond-range")).toBe(undefined);
});

test("5: no stage against the cold start for a model that follows instructions", () => {
	expect(kinds(planOf(5))).toEqual(["pilot", "pair-pilot", "roll-out"]);
	expect(planOf(5).stages[1]?.measure).toContain("cold-start");
	expect(planOf(5).unit).toBe("minutes");
});

test("6: with demonstrations in hand, the money buys pairs", () => {
	expect(planOf(6).buy).toEqual({ demonstrations: 0, pairs: 4000 });
});

test("7: with pairs in hand, the money buys demonstrations", () => {
	expect(planOf(7).buy).toEqual({ demonstrations: 600, pairs: 0 });
	expect(planOf(7).notes).toContainEqual(
		expect.objectContaining({ kind: "thin-foundation" }),
	);
});

test("8: one kind, converted by the wage, with a pay-back of errors", () => {
	const plan = planOf(8);
	// 6 to 9 minutes at 32 EUR an hour.
	expect(plan.prices).toEqual({
		demonstration: { low: 3.2, high: 4.8 },
		pair: null,
	});
	expect(plan.buy).toEqual({ demonstrations: 625, pairs: 0 });
	// 0.5 EUR for each of 40,000 answers, a hundredth of which a point saves.
	expect(plan.payBack?.perPoint).toEqual({ low: 200, high: 200 });
});

test("9: prices far apart are said", () => {
	expect(planOf(9).notes).toContainEqual({ kind: "ratio", ratio: 5.5 });
	expect(sourceOf(planOf(9), "prices")).toBe("extrapolated");
});

test("10: a gain without an interval does not leave out the pilot", () => {
	const plan = planOf(10);
	expect(kinds(plan)[0]).toBe("pilot");
	expect(plan.notes).toContainEqual(
		expect.objectContaining({ kind: "pilot-unclear", interval: false }),
	);
	expect(situations[9]?.shown).not.toMatch(/\b(the|and|pairs)\b/);
});
