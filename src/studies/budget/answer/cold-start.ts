import { median } from "simple-statistics";
import type { Estimate } from "../../../stats/estimate.ts";
import type { Allocation } from "../allocation.ts";
import type { BudgetCell, BudgetResult } from "../budget-result.ts";
import { indifference, type Known } from "./known.ts";
import { estimateOf } from "./scores.ts";
import { affordable } from "./splits.ts";

type ColdStart = NonNullable<BudgetResult["coldStart"]>;
type Scored = Allocation & Pick<BudgetCell, "score">;

/** Numbers of demonstrations at which recovery is looked for, from none to plenty. */
const steps = 60;

/**
 * What pairs lose on an untouched base. With P pairs and plenty of demonstrations, D, the penalty is
 * (f(0, P) - f(0, 0)) - (f(D, P) - f(D, 0)): the effect of the pairs without demonstrations less their effect with them.
 * Recovery is the least number of demonstrations after which the pairs have regained that share of it. Null if pairs or
 * demonstrations were never measured.
 */
export function coldStartOf(
	known: Known,
	cells: readonly Scored[],
): ColdStart | null {
	const place = placeOf(known);
	if (!place) return null;
	const { pairs, plenty } = place;
	const numbers = numbersTo(plenty);
	const at = [pairs, 0].flatMap((count) =>
		numbers.map((demonstrations) => ({ demonstrations, pairs: count })),
	);
	/** Effect of the pairs after each number of demonstrations, for each draw. */
	const effects = known.surface
		.draws(at)
		.map((draw) =>
			numbers.map(
				(_, i) => (draw[i] as number) - (draw[i + numbers.length] as number),
			),
		);
	const penalty = estimateOf(
		effects.map((effect) => (effect[0] as number) - (effect.at(-1) as number)),
	);
	const least = indifference * known.surface.seedNoise;
	const recovered = (share: number) =>
		penalty.high < -least ? recovery(effects, numbers, share) : null;
	return {
		...{ pairs, penalty },
		...{ half: recovered(0.5), mostly: recovered(0.9) },
		measured: measuredAt(pairs, cells),
	};
}

/**
 * The most pairs that were measured without demonstrations, or at all if none were, and the demonstrations that are plenty: a
 * third of what these pairs cost, so that the split is that of the control with the most demonstrations, 25% to 75%.
 */
function placeOf({ measured, question: { prices } }: Known): {
	readonly pairs: number;
	readonly plenty: number;
} | null {
	const { allocations, most } = measured;
	if (most.pairs === 0 || most.demonstrations === 0) return null;
	const cold = allocations
		.filter((cell) => cell.demonstrations === 0)
		.map((cell) => cell.pairs);
	const pairs = Math.max(0, ...cold) || most.pairs;
	const third = (prices.pair * pairs) / 3;
	const plenty = affordable(third, prices.demonstration, most.demonstrations);
	return { pairs, plenty: plenty > 0 ? plenty : most.demonstrations };
}

/** Whole numbers from 0, in geometric steps from 1. */
function numbersTo(most: number): number[] {
	const numbers = Array.from({ length: steps }, (_, i) =>
		Math.round(most ** (i / (steps - 1))),
	);
	return [...new Set([0, ...numbers, most])].sort((a, b) => a - b);
}

/** The least number after which a share of the penalty is regained: the median of the draws that have a penalty, and their 95%. */
function recovery(
	effects: readonly (readonly number[])[],
	numbers: readonly number[],
	share: number,
): Estimate {
	const found = effects.flatMap((effect) => {
		const cold = effect[0] as number;
		const warm = effect.at(-1) as number;
		if (cold >= warm) return [];
		const enough = cold + share * (warm - cold);
		return reached(effect, numbers, enough);
	});
	return { ...estimateOf(found), value: median(found) };
}

/** Where a line through values first reaches one that it begins below and ends at or above. */
function reached(
	values: readonly number[],
	at: readonly number[],
	value: number,
): number {
	const i = values.findIndex((one) => one >= value);
	const [below, above] = [values[i - 1] as number, values[i] as number];
	const [from, to] = [at[i - 1] as number, at[i] as number];
	return from + ((value - below) / (above - below)) * (to - from);
}

/** Measured cells with about so many pairs, ascending by demonstrations. */
function measuredAt(
	pairs: number,
	cells: readonly Scored[],
): ColdStart["measured"] {
	const near = ({ pairs: count }: Allocation) =>
		count >= 0.7 * pairs && count <= 1.05 * pairs;
	return cells
		.flatMap(({ demonstrations, pairs: count, score }) =>
			score && near({ demonstrations, pairs: count })
				? [{ demonstrations, pairs: count, score }]
				: [],
		)
		.sort((a, b) => a.demonstrations - b.demonstrations || a.pairs - b.pairs);
}
