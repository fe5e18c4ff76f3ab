import {
	fromMicros,
	one,
	type Range,
	roundedPrice,
	toMicros,
} from "./amount.ts";
import { priceName } from "./check-question.ts";
import type { PlanQuestion, Quantity } from "./plan-question.ts";
import { refuse } from "./refuse.ts";
import { isMoney, type PlanUnit, placesOf } from "./units.ts";

type Kind = "demonstration" | "pair";
type Kinds<T> = Readonly<Record<Kind, T>>;

/** A question in exact amounts of two units: of the budget, which limits, and of costs, which are shown. */
export interface Terms {
	readonly budget: bigint;
	/** How much of the budget one row uses; null if the kind cannot be bought. */
	readonly uses: Kinds<Range | null>;
	/** The unit of costs: that of the budget unless the budget counts examples that have prices. */
	readonly unit: PlanUnit;
	/** What one row costs. */
	readonly costs: Kinds<Range | null>;
	/** What a pair costs that is made from samples; null if none are made. */
	readonly madePair: Range | null;
	/** Whether a price was converted by the wage, and so rounded. */
	readonly converted: boolean;
}

const perExample: Range = { low: one, high: one };

const rangeOf = ({ low, high }: Quantity): Range => ({
	low: toMicros(low),
	high: toMicros(high),
});

/** A price in another unit, by the wage. */
function convert(
	where: string,
	price: Quantity,
	unit: PlanUnit,
	wage: Quantity | null,
): Range {
	const range = rangeOf(price);
	if (price.unit === unit) return range;
	if (isMoney(price.unit) && isMoney(unit))
		refuse(
			where,
			`a price in ${unit}, as the budget and the other amounts are`,
			price.unit,
			"Exchange rates are not known here: convert the amount yourself.",
		);
	if (wage === null)
		refuse(
			where,
			`a price in ${unit}, or a wage to convert ${price.unit} into ${unit}`,
			`${price.unit} without a wage`,
			'Give the wage per hour, such as --wage "30 EUR".',
		);
	const money = isMoney(unit) ? unit : price.unit;
	if (wage.unit !== money) refuse("--wage", `a wage in ${money}`, wage.unit);
	const hourly = rangeOf(wage);
	const places = placesOf(unit);
	if (isMoney(unit))
		return {
			low: roundedPrice(range.low * hourly.low, 60n * one, places),
			high: roundedPrice(range.high * hourly.high, 60n * one, places),
		};
	return {
		low: roundedPrice(60n * range.low * one, hourly.high, places),
		high: roundedPrice(60n * range.high * one, hourly.low, places),
	};
}

/** The unit of prices if the budget counts examples: money if any price is money. */
function unitOfCosts({ budget, demonstration, pair }: PlanQuestion): PlanUnit {
	if (budget.unit !== "examples") return budget.unit;
	const units = [demonstration, pair].flatMap((price) =>
		price === null || price === "none" ? [] : [price.unit],
	);
	return units.find(isMoney) ?? units[0] ?? "examples";
}

const other: Kinds<Kind> = { demonstration: "pair", pair: "demonstration" };

function costOfRow(
	kind: Kind,
	question: PlanQuestion,
	unit: PlanUnit,
): Range | null {
	const price = question[kind];
	if (price === "none") return null;
	const where = priceName[kind];
	if (price === null) {
		if (unit === "examples") return perExample;
		refuse(
			where,
			"a price",
			"nothing",
			`Give it, such as --${kind} "2 EUR", or write --${kind} none if ${other[kind]}s are all that can be bought.`,
		);
	}
	const range = convert(where, price, unit, question.wage);
	if (range.low === 0n)
		refuse(
			where,
			"a price of at least 0.000001",
			`${fromMicros(range.low)} ${unit}`,
			"Prices have at most six decimals.",
		);
	return range;
}

function costOfMadePair(
	{ pair, madePair, wage }: PlanQuestion,
	unit: PlanUnit,
): Range | null {
	if (madePair === null) return null;
	if (pair === null || pair === "none")
		refuse(
			priceName.madePair,
			"the price of a bought pair to compare with",
			"none",
			"If all pairs are made, give their price as --pair.",
		);
	return convert(priceName.madePair, madePair, unit, wage);
}

/** Brings budget and prices into exact amounts of one unit. Throws `recipe` if units do not fit each other or a price is missing. */
export function termsOf(question: PlanQuestion): Terms {
	const { budget, demonstration, pair } = question;
	const unit = unitOfCosts(question);
	const costs = {
		demonstration: costOfRow("demonstration", question, unit),
		pair: costOfRow("pair", question, unit),
	};
	const counted = budget.unit === "examples";
	const use = (kind: Kind) =>
		costs[kind] !== null && counted ? perExample : costs[kind];
	return {
		budget: toMicros(budget.value),
		uses: { demonstration: use("demonstration"), pair: use("pair") },
		...{ unit, costs, madePair: costOfMadePair(question, unit) },
		converted: [demonstration, pair, question.madePair].some(
			(price) => price !== null && price !== "none" && price.unit !== unit,
		),
	};
}
