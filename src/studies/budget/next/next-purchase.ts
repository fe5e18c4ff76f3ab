import { quantile } from "simple-statistics";
import { tQuantile } from "../../../stats/student-t.ts";
import { type Allocation, costOf, type Prices } from "../allocation.ts";
import { marginalOf } from "../answer/marginal.ts";
import { isBeyond, type Measured, measuredBy } from "../answer/measured.ts";
import { differences, estimateOf, meanOf } from "../answer/scores.ts";
import { affordable } from "../answer/splits.ts";
import { levelOfLook } from "./looks.ts";
import type {
	Collecting,
	Decision,
	Kind,
	NextPurchase,
	Purchase,
} from "./purchase.ts";

/** Shares of pairs of the larger purchases that are looked at before buying ends. */
const aheadShares = [0, 0.25, 0.5, 0.75, 1];
/** How far ahead is looked at least, in steps, if there is money. */
const aheadSteps = 10;

interface Option extends Purchase {
	readonly draws: readonly number[];
}

/**
 * What to buy next while data are being collected, from what is in hand. Pure and repeatable: the same input has the same
 * answer.
 *
 * The kind whose next step is expected to gain more for the same money is bought. Buying ends only if no purchase is worth it:
 * neither a step of one kind, nor as much again as is in hand, divided between the kinds in any of five ways. A purchase is
 * not worth it if the upper bound of its gain is below `least`, or below the gain that its cost has to bring. The bounds of look k
 * have the level alpha 6 / (pi k)^2, so that the error of ending too early at one of many looks stays below alpha = 5%, as far
 * as the posterior is calibrated.
 */
export function nextPurchase(asked: Collecting): NextPurchase {
	const measured = measuredBy(asked.observations);
	const level = levelOfLook(asked.look);
	const kinds: readonly Kind[] = ["demonstrations", "pairs"];
	const known = kinds.filter((kind) => measured.most[kind] > 0);
	return {
		marginal: marginalOf(asked.surface, measured, asked.rows),
		level,
		unmeasured: kinds.filter((kind) => !known.includes(kind)),
		decision: decide(asked, measured, known, level),
	};
}

function decide(
	asked: Collecting,
	measured: Measured,
	known: readonly Kind[],
	level: number,
): Decision {
	const stop = (why: "money" | "unmeasured"): Decision => ({
		...{ kind: "stop", why, nearest: null },
	});
	if (known.length === 0) return stop("unmeasured");
	const size = stepOf(asked);
	const steps = known.flatMap((kind) => {
		const count = affordable(moneyOf(asked), priceOf(kind, asked.prices), size);
		return count > 0
			? [{ kind, option: optionOf(asked, only(kind, count), level) }]
			: [];
	});
	if (steps.length === 0) return stop("money");
	const ahead = aheadOf(asked, known, size, level);
	const all = [...steps.map(({ option }) => option), ...ahead];
	const refused = refusal(asked, all);
	if (refused) return refused;
	return buy(asked, measured, steps, ahead);
}

/** Why none of the purchases is worth it; null if one may be. */
function refusal(
	asked: Collecting,
	options: readonly Option[],
): Decision | null {
	const { least, value } = asked;
	/** How far the bound of a purchase is above what it has to bring. */
	const excess = ({ most, cost }: Option) =>
		most - Math.max(least, value === null ? 0 : cost / value);
	if (options.some((option) => excess(option) >= 0)) return null;
	const nearest = options.reduce((a, b) => (excess(b) > excess(a) ? b : a));
	const noticeable = options.some(({ most }) => most >= least);
	return {
		kind: "stop",
		why: noticeable ? "price" : "nothing",
		nearest: shown(nearest),
	};
}

interface Step {
	readonly kind: Kind;
	readonly option: Option;
}

function buy(
	asked: Collecting,
	measured: Measured,
	steps: readonly Step[],
	ahead: readonly Option[],
): Decision {
	const rate = (gain: number, { cost }: Option) =>
		// What costs nothing gains at any rate.
		cost > 0 ? gain / cost : gain * Number.MAX_SAFE_INTEGER;
	const sorted = steps.toSorted(
		(a, b) =>
			rate(b.option.gain.value, b.option) - rate(a.option.gain.value, a.option),
	);
	const [first, other] = sorted;
	if (!first) throw new Error("a step of one kind at least is known");
	const greedy = first.option.gain.value > 0;
	const taken = greedy ? first : (beginning(asked, steps, ahead) ?? first);
	const rival = taken === first ? other : first;
	const better = rival
		? taken.option.draws.filter(
				(gain, i) =>
					rate(gain, taken.option) >=
					rate(rival.option.draws[i] as number, rival.option),
			).length / taken.option.draws.length
		: null;
	return {
		kind: "buy",
		of: taken.kind,
		prompts: taken.option[taken.kind],
		why: !greedy && ahead.length > 0 ? "ahead" : rival ? "gain" : "only",
		purchase: shown(taken.option),
		probability: better,
		worth:
			asked.value === null
				? null
				: taken.option.gain.value >= taken.option.cost / asked.value,
		extrapolated: isBeyond(added(asked.rows, taken.option), measured),
	};
}

/**
 * The step with which the best larger purchase begins: demonstrations, if it has any that can be bought, for preferences are
 * trained after them.
 */
function beginning(
	{ prices }: Collecting,
	steps: readonly Step[],
	ahead: readonly Option[],
): Step | undefined {
	const [best] = ahead.toSorted(
		(a, b) =>
			b.gain.value - a.gain.value || costOf(a, prices) - costOf(b, prices),
	);
	const kinds = best?.demonstrations
		? (["demonstrations", "pairs"] as const)
		: (["pairs", "demonstrations"] as const);
	return kinds.flatMap((kind) => steps.filter((step) => step.kind === kind))[0];
}

/** Larger purchases: as much money again as is in hand, ten steps at least, as far as there is money. */
function aheadOf(
	asked: Collecting,
	known: readonly Kind[],
	size: number,
	level: number,
): Option[] {
	const { prices, rows } = asked;
	const dearest = Math.max(...known.map((kind) => priceOf(kind, prices)));
	const money = Math.min(
		moneyOf(asked),
		Math.max(costOf(rows, prices), aheadSteps * size * dearest),
	);
	const prompts = Math.max(rows.demonstrations + rows.pairs, aheadSteps * size);
	const part = (kind: Kind, share: number) =>
		share > 0 && known.includes(kind)
			? affordable(
					share * money,
					priceOf(kind, prices),
					Math.ceil(share * prompts),
				)
			: 0;
	return aheadShares
		.map((share) => ({
			demonstrations: part("demonstrations", 1 - share),
			pairs: part("pairs", share),
		}))
		.filter(({ demonstrations, pairs }) => demonstrations + pairs > 0)
		.map((more) => optionOf(asked, more, level));
}

const priceOf = (kind: Kind, { demonstration, pair }: Prices) =>
	kind === "pairs" ? pair : demonstration;

const moneyOf = ({ money }: Collecting) => money ?? Number.POSITIVE_INFINITY;

const only = (kind: Kind, count: number): Allocation => ({
	...{ demonstrations: 0, pairs: 0 },
	[kind]: count,
});

const added = (a: Allocation, b: Allocation): Allocation => ({
	demonstrations: a.demonstrations + b.demonstrations,
	pairs: a.pairs + b.pairs,
});

function stepOf({ step, rows }: Collecting): number {
	const prompts =
		"prompts" in step
			? step.prompts
			: step.share * (rows.demonstrations + rows.pairs);
	return Math.max(1, Math.round(prompts));
}

function optionOf(
	{ surface, rows, prices }: Collecting,
	{ demonstrations, pairs }: Allocation,
	level: number,
): Option {
	const more = { demonstrations, pairs };
	const draws = differences(surface, added(rows, more), rows);
	return {
		...more,
		cost: costOf(more, prices),
		gain: estimateOf(draws),
		most: upperBound(draws, level),
		draws,
	};
}

const shown = ({
	demonstrations,
	pairs,
	cost,
	gain,
	most,
}: Option): Purchase => ({
	...{ demonstrations, pairs, cost, gain, most },
});

/**
 * The larger of the quantile of the draws and of the bound for one further draw from a normal distribution of which only these
 * draws are known: they are too few for quantiles at the small levels of late looks.
 */
function upperBound(draws: readonly number[], level: number): number {
	const n = draws.length;
	const high = quantile([...draws], 1 - level);
	if (n < 2) return high;
	const mean = meanOf(draws);
	const sum = draws.reduce((total, x) => total + (x - mean) ** 2, 0);
	const deviation = Math.sqrt((sum / (n - 1)) * (1 + 1 / n));
	return Math.max(high, mean + tQuantile(level, n - 1) * deviation);
}
