import { expect, test } from "vitest";
import { languages } from "../../report/page/language/language.ts";
import type {
	BudgetPlan,
	PlanNote,
} from "../../studies/budget/plan/budget-plan.ts";
import { planBudget } from "../../studies/budget/plan/plan-budget.ts";
import {
	type PlanQuestion,
	taskKinds,
} from "../../studies/budget/plan/plan-question.ts";
import { ruleIds } from "../../studies/budget/plan/rules.ts";
import {
	eur,
	minutes,
	question,
	spend,
} from "../../studies/budget/plan/testing/questions.ts";
import { showPlan } from "./show-plan.ts";

const gain = (value: number, low = value, high = value) => ({
	measured: {
		base: { value: 90, low: 88, high: 92 },
		...{ demonstrations: null, highest: 100 },
		gain: { value, low, high },
	},
	value: { perPoint: eur(400), errors: null },
});
const inHand = (demonstrations: number, pairs: number) => ({
	inHand: { demonstrations, pairs },
});

/** Questions whose plans have every rule, note, stage and measure. */
const questions: Partial<PlanQuestion>[] = [
	...taskKinds.map((task) => ({ task, parameters: 1e9 })),
	...[spend(60_000), spend(100), { instruct: true }, { pair: eur(9) }],
	{ pair: "none" },
	{ madePair: eur(0.05, 0.1) },
	{ demonstration: "none", ...inHand(200, 0) },
	{ ...spend(100), demonstration: "none", ...inHand(200, 0) },
	{ ...spend(200), ...inHand(0, 40) },
	{ ...spend(400), ...inHand(0, 9000) },
	{ ...spend(1900), demonstration: eur(1, 2) },
	{ pair: minutes(2, 3), wage: eur(30) },
	{
		budget: { value: 6001, unit: "minutes" },
		demonstration: minutes(7),
		pair: minutes(3),
	},
	{
		budget: { value: 3000, unit: "examples" },
		demonstration: null,
		pair: null,
	},
	{
		budget: { value: 500_000, unit: "JPY" },
		demonstration: { low: 150, high: 200, unit: "JPY" },
		pair: "none",
	},
	...[gain(4, 1, 7), gain(-4, -7, -1), gain(4, -1, 9), gain(4)],
	{
		task: "reasoning",
		value: { perPoint: eur(100, 900), errors: null },
		measured: { ...gain(1).measured, gain: null },
	},
];

const plans: BudgetPlan[] = questions.map((changes) =>
	planBudget(question(changes)),
);

const everyNote: Record<PlanNote["kind"], true> = {
	...{ only: true, "pairs-below-threshold": true, capped: true },
	...{ "pairs-kept": true, "thin-foundation": true, "share-missed": true },
	...{
		"lower-prices": true,
		alone: true,
		"made-pairs": true,
		ratio: true,
		knowledge: true,
	},
	...{ "pilot-passed": true, "pilot-failed": true, "pilot-unclear": true },
};

test("the plans below have every rule and every note", () => {
	const rules = new Set(
		plans.flatMap((plan) => plan.rules.map(({ id }) => id)),
	);
	expect(ruleIds.filter((id) => !rules.has(id))).toEqual([]);
	const notes = new Set(
		plans.flatMap((plan) => plan.notes.map(({ kind }) => kind)),
	);
	expect(
		Object.keys(everyNote).filter(
			(kind) => !notes.has(kind as PlanNote["kind"]),
		),
	).toEqual([]);
});

/** What Japanese writes in Latin letters too: commands, scorers, currencies, names. */
const named =
	/temper-lm (budget study|data check|gate|pairs make|pilot|eval)|--(results|labelled)|(json-schema|format|judge|exact|contains|numeric)|arXiv|GSM8K|KL|EUR/g;

test.each(plans.map((plan, at) => [at, plan] as const))(
	"a Japanese plan has no English words: %i",
	(_, plan) => {
		const text = showPlan(plan, "ja", Number.POSITIVE_INFINITY).join("\n");
		expect(text.replaceAll(named, "").match(/[A-Za-z]+/g) ?? []).toEqual([]);
		expect(text).not.toMatch(/undefined|NaN|null|\[object/);
	},
);

test.each(plans.map((plan, at) => [at, plan] as const))(
	"an English plan is whole: %i",
	(_, plan) => {
		const text = showPlan(plan, "en", Number.POSITIVE_INFINITY).join("\n");
		expect(text).not.toMatch(/undefined|NaN|null|\[object|\[0[,\]]/);
		expect(text).not.toMatch(/[ぁ-んァ-ン一-龠]/);
	},
);

test.each(languages)("costs that %s shows add up", (language) => {
	for (const plan of plans.filter(({ unit }) => unit === "EUR")) {
		const lines = showPlan(plan, language, Number.POSITIVE_INFINITY);
		const costs = lines.flatMap((line) => {
			const found = /^(\d|total|合計).*[ 〜]([\d,.]+) EUR( |$)/.exec(line);
			return found === null
				? []
				: [{ sum: !/\d/.test(found[1] ?? ""), cost: found[2] ?? "" }];
		});
		const cents = ({ cost }: { cost: string }) =>
			BigInt(Math.round(100 * Number(cost.replaceAll(",", ""))));
		const parts = costs.filter(({ sum }) => !sum).map(cents);
		const [total] = costs.filter(({ sum }) => sum).map(cents);
		expect(parts.length).toBeGreaterThan(0);
		expect(parts.reduce((a, b) => a + b, 0n)).toBe(total);
	}
});
