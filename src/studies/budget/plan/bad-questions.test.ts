import { expect, test } from "vitest";
import { TemperError } from "../../../core/error.ts";
import { planBudget } from "./plan-budget.ts";
import type { PlanQuestion } from "./plan-question.ts";
import { eur, minutes, question, spend } from "./testing/questions.ts";

const value = (perPoint: ReturnType<typeof eur>) => ({
	value: { perPoint, errors: null },
});

const cases: [name: string, Partial<PlanQuestion>, says: string][] = [
	["a price of zero", { demonstration: eur(0) }, "an amount above 0"],
	["a pair for nothing", { pair: eur(0, 1) }, "--have-pairs"],
	["a negative price", { pair: eur(-1) }, "an amount above 0"],
	["a negative budget", spend(-5), "an amount above 0"],
	["NaN", spend(Number.NaN), "a finite amount"],
	["an infinite price", { pair: eur(1, Infinity) }, "a finite amount"],
	["a reversed interval", { pair: eur(2, 1) }, "Write 1..2."],
	["an unknown unit", { budget: { value: 5, unit: "quid" } }, "a currency"],
	["made pairs for nothing", { madePair: eur(0) }, "is not free"],
	[
		"made pairs alone",
		{ pair: "none", madePair: eur(0.1) },
		"give their price as --pair",
	],
	["one price missing", { pair: null }, "--pair none"],
	["the other missing", { demonstration: null }, "--demonstration none"],
	[
		"no kind at all",
		{ demonstration: "none", pair: "none" },
		"of at least one",
	],
	["a budget below one example", spend(1.99), "the price of one demonstration"],
	[
		"half an example",
		{ budget: { value: 0.5, unit: "examples" } },
		"one demonstration",
	],
	[
		"more rows in hand than asked for",
		{
			budget: { value: 500, unit: "examples" },
			inHand: { demonstrations: 400, pairs: 100 },
		},
		"more examples than the 500 in hand",
	],
	[
		"a negative number of rows",
		{ inHand: { demonstrations: -1, pairs: 0 } },
		"a whole number",
	],
	[
		"half a row in hand",
		{ inHand: { demonstrations: 0, pairs: 0.5 } },
		"a whole number",
	],
	["another currency", { pair: { low: 1, high: 1, unit: "USD" } }, "in EUR"],
	["minutes without a wage", { pair: minutes(3) }, "without a wage"],
	[
		"money without a wage",
		{ budget: { value: 600, unit: "minutes" } },
		"without a wage",
	],
	[
		"a wage in another currency",
		{ pair: minutes(3), wage: { low: 30, high: 30, unit: "USD" } },
		"a wage in EUR",
	],
	["a wage in minutes", { wage: minutes(3) }, "money"],
	[
		"a price in examples",
		{ pair: { low: 1, high: 1, unit: "examples" } },
		"money or minutes",
	],
	["preferences on an untouched base", { demonstration: "none" }, "untouched"],
	[
		"nine pairs for each demonstration already",
		{ demonstration: "none", inHand: { demonstrations: 10, pairs: 90 } },
		"untouched",
	],
	["far too much", { ...spend(1e12), pair: eur(0.01) }, "1,000,000,000"],
	["no parameters", { parameters: 0 }, "a number of parameters"],
	["a worthless point", value(eur(0)), "an amount above 0"],
	[
		"a value in another currency",
		value({ low: 1, high: 1, unit: "USD" }),
		"in EUR",
	],
	[
		"a value without prices",
		{
			budget: { value: 500, unit: "examples" },
			...{ demonstration: null, pair: null, ...value(eur(10)) },
		},
		"prices in money",
	],
];

test.each(cases)("%s is refused with a sentence", (_, changes, says) => {
	let error: unknown = null;
	try {
		planBudget(question(changes));
	} catch (thrown) {
		error = thrown;
	}
	expect(error).toBeInstanceOf(TemperError);
	expect((error as TemperError).code).toBe("recipe");
	expect((error as TemperError).message).toContain(says);
});
