import type { PlanQuestion, Price, Quantity } from "./plan-question.ts";
import { refuse } from "./refuse.ts";
import { isMoney, isUnit, type PlanUnit } from "./units.ts";

/** Larger amounts and counts are mistakes. */
const largest = 1e12;
export const mostExamples = 1e9;

const showPair = ({ low, high }: Pick<Quantity, "low" | "high">): string =>
	low === high ? String(low) : `${low}..${high}`;

function checkUnit(where: string, unit: PlanUnit): void {
	if (isUnit(unit)) return;
	refuse(
		where,
		"a currency (EUR, USD, JPY or another ISO code), minutes or examples",
		JSON.stringify(unit),
	);
}

function checkNumber(where: string, value: number, unit: string): void {
	const found = `${value} ${unit}`;
	if (!Number.isFinite(value))
		refuse(where, "a finite amount", found, "Write an amount such as 5000.");
	if (value < 0) refuse(where, "an amount above 0", found);
	if (value > largest)
		refuse(where, `at most ${largest.toLocaleString("en")} ${unit}`, found);
}

function checkQuantity(where: string, quantity: Quantity, zero: string): void {
	const { low, high, unit } = quantity;
	checkUnit(where, unit);
	checkNumber(where, low, unit);
	checkNumber(where, high, unit);
	if (low > high)
		refuse(
			where,
			"an interval from its lower to its upper end",
			showPair(quantity),
			`Write ${showPair({ low: high, high: low })}.`,
		);
	if (low === 0)
		refuse(where, "an amount above 0", `${showPair(quantity)} ${unit}`, zero);
}

const free = {
	demonstration:
		"Rows that cost nothing because you have them are rows in hand: give their number with --have-demonstrations.",
	pair: "Rows that cost nothing because you have them are rows in hand: give their number with --have-pairs.",
	madePair: "Count machine time and the judge: a made pair is not free.",
};

function checkPrice(kind: keyof typeof priceName, price: Price): void {
	if (price === null || price === "none") return;
	const where = priceName[kind];
	checkQuantity(where, price, free[kind]);
	if (price.unit === "examples")
		refuse(
			where,
			"money or minutes for one example",
			"examples",
			'Write a price such as "2 EUR" or "10 minutes".',
		);
}

/** Prices as messages name them. */
export const priceName = {
	demonstration: "the price of a demonstration (--demonstration)",
	pair: "the price of a preference pair (--pair)",
	madePair: "the price of a made pair (--made-pair)",
} as const;

function checkCount(where: string, count: number, least: number): void {
	if (Number.isInteger(count) && count >= least && count <= mostExamples)
		return;
	refuse(
		where,
		`a whole number from ${least} to ${mostExamples.toLocaleString("en")}`,
		String(count),
	);
}

function checkMoney(where: string, quantity: Quantity, hint: string): void {
	checkQuantity(where, quantity, hint);
	if (!isMoney(quantity.unit))
		refuse(where, 'money, such as "30 EUR"', quantity.unit);
}

/** Throws `recipe` for numbers that no plan can be made of: negative, zero, not finite, reversed, in an unknown unit. */
export function checkQuestion(question: PlanQuestion): void {
	const { budget, inHand, wage, value, parameters } = question;
	checkUnit("the budget (--budget)", budget.unit);
	checkNumber("the budget (--budget)", budget.value, budget.unit);
	checkPrice("demonstration", question.demonstration);
	checkPrice("pair", question.pair);
	if (question.madePair !== null) checkPrice("madePair", question.madePair);
	checkCount(
		"demonstrations in hand (--have-demonstrations)",
		inHand.demonstrations,
		0,
	);
	checkCount("preference pairs in hand (--have-pairs)", inHand.pairs, 0);
	if (wage !== null)
		checkMoney("--wage", wage, "Leave the wage out if work costs nothing.");
	if (parameters !== null && !(parameters >= 1 && parameters <= 1e15))
		refuse(
			"--model-size",
			"a number of parameters, such as 7B",
			String(parameters),
		);
	if (value === null) return;
	const omit = "Leave it out if the score is worth nothing.";
	if (value.perPoint !== null)
		checkMoney("--value-per-point", value.perPoint, omit);
	if (value.errors !== null) {
		checkMoney("--cost-of-error", value.errors.cost, omit);
		checkCount("--answers", value.errors.answers, 1);
	}
}
