import type {
	Allocation,
	Observation,
} from "../../../../src/studies/budget/allocation.ts";
import type { World } from "../world.ts";

/** What a method says of one budget. */
export interface Recommended {
	readonly budget: number;
	readonly split: Allocation;
	/** Intervals that the method states; null if it states none. */
	readonly stated: Stated | null;
}

export interface Stated {
	/** 95% interval of the mean score of the split. */
	readonly score: { readonly low: number; readonly high: number };
	/** 90% interval of the share of pairs of the best split. */
	readonly share: { readonly low: number; readonly high: number };
	/** 95% upper bound of the regret of the split. */
	readonly regret: number;
}

/** What a method says after so many trials. */
export interface Reading {
	readonly trials: number;
	/** Cost of these trials. */
	readonly cost: number;
	readonly recommended: readonly Recommended[];
	/** Whether the shape is distrusted; null if the method has no shape. */
	readonly distrusted: boolean | null;
}

export interface Method {
	readonly name: string;
	/** Numbers of trials after which it is read, ascending. */
	readonly readAt: readonly number[];
	play(world: World): readonly Reading[];
}

export function readingOf(
	{ question }: World,
	seen: readonly Observation[],
	recommended: readonly Recommended[],
	distrusted: boolean | null = null,
): Reading {
	const cost = seen.reduce((sum, one) => sum + question.cost(one), 0);
	return { trials: seen.length, cost, recommended, distrusted };
}

const keyOf = ({ demonstrations, pairs }: Allocation) =>
	`${demonstrations} ${pairs}`;

/** For each budget the split with the best mean of what was measured; half and half where nothing was. */
export function bestMeasured(
	{ question }: World,
	seen: readonly Observation[],
): Recommended[] {
	const cells = new Map<string, { sum: number; count: number }>();
	for (const one of seen) {
		const cell = cells.get(keyOf(one)) ?? { sum: 0, count: 0 };
		cells.set(keyOf(one), {
			sum: cell.sum + one.score,
			count: cell.count + 1,
		});
	}
	return question.budgets.map((budget) => {
		const splits = question.splits(budget);
		const middle = splits[splits.length >> 1];
		if (!middle) throw new Error(`no splits of ${budget}`);
		let best = { split: middle, mean: -Infinity };
		for (const split of splits) {
			const cell = cells.get(keyOf(split));
			const mean = cell ? cell.sum / cell.count : -Infinity;
			if (mean > best.mean) best = { split, mean };
		}
		return { budget, split: best.split, stated: null };
	});
}
