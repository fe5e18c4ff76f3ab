import {
	fromMicros,
	type Range,
	sumOf,
	timesCount,
	toMicros,
} from "./amount.ts";
import type { PayBack } from "./budget-plan.ts";
import type { Interval, PlanQuestion, Quantity } from "./plan-question.ts";
import { refuse } from "./refuse.ts";
import { paper } from "./rules.ts";
import { isMoney, type PlanUnit } from "./units.ts";

const rangeOf = ({ low, high }: Quantity): Range => ({
	low: toMicros(low),
	high: toMicros(high),
});

const intervalOf = ({ low, high }: Range): Interval => ({
	low: fromMicros(low),
	high: fromMicros(high),
});

/** The cost of the plan in money. Throws `recipe` if it is not known in this currency. */
function costIn(
	currency: string,
	cost: Range,
	unit: PlanUnit,
	wage: Quantity | null,
): Range {
	if (unit === currency) return cost;
	const where = "--value-per-point, --cost-of-error";
	if (isMoney(unit))
		refuse(
			where,
			`an amount in ${unit}, as the prices are`,
			currency,
			"Exchange rates are not known here: convert the amount yourself.",
		);
	if (unit !== "minutes" || wage === null)
		refuse(
			where,
			"prices in money, or in minutes with a wage, to compare with",
			unit === "minutes" ? "minutes without a wage" : "no prices",
			'Give --demonstration and --pair, or --wage "30 EUR".',
		);
	if (wage.unit !== currency)
		refuse(where, `an amount in ${wage.unit}, as the wage is`, currency);
	const hourly = rangeOf(wage);
	const hour = 60_000_000n;
	return {
		low: (cost.low * hourly.low) / hour,
		high: (cost.high * hourly.high) / hour,
	};
}

/** Money that one point is worth: its value, and the errors that it saves. */
function worthOfPoint({ value }: PlanQuestion): {
	currency: string;
	worth: Range;
} | null {
	if (value === null) return null;
	const { perPoint, errors } = value;
	const parts: Range[] = [];
	if (perPoint !== null) parts.push(rangeOf(perPoint));
	if (errors !== null) {
		const all = timesCount(rangeOf(errors.cost), errors.answers);
		parts.push({ low: all.low / 100n, high: all.high / 100n });
	}
	const currency = perPoint?.unit ?? errors?.cost.unit;
	if (currency === undefined) return null;
	if (errors !== null && errors.cost.unit !== currency)
		refuse("--cost-of-error", `an amount in ${currency}`, errors.cost.unit);
	const worth = sumOf(parts);
	if (worth.low === 0n)
		refuse(
			"the worth of a point",
			"at least 0.000001",
			"less",
			"Give larger amounts, or the answers of a longer time.",
		);
	return { currency, worth };
}

const product = (a: Interval, b: Interval): Interval => {
	const ends = [a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high];
	return { low: Math.min(...ends), high: Math.max(...ends) };
};

/**
 * Points that a plan must gain to pay for itself: its lower cost at the higher value of a point, to its higher cost at the
 * lower value. Null if no value is given.
 */
export function payBackOf(
	question: PlanQuestion,
	cost: Range,
	unit: PlanUnit,
): PayBack | null {
	const point = worthOfPoint(question);
	if (point === null) return null;
	const { currency, worth } = point;
	const price = intervalOf(costIn(currency, cost, unit, question.wage));
	const perPoint = intervalOf(worth);
	const { measured, task, instruct } = question;
	const gain = measured?.gain ?? null;
	const { base = null, highest = null } = measured ?? {};
	const loses = task === "reasoning" && !instruct;
	return {
		...{ currency, perPoint, cost: price },
		breakEven: {
			low: price.low / perPoint.high,
			high: price.high / perPoint.low,
		},
		gained:
			gain === null ? null : { points: gain, worth: product(gain, perPoint) },
		headroom: base === null || highest === null ? null : highest - base.value,
		coldStart: loses
			? { points: paper.coldStart, worth: product(paper.coldStart, perPoint) }
			: null,
	};
}
