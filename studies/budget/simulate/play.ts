import { pairShare } from "../../../src/studies/budget/allocation.ts";
import { byDefault } from "./methods/default.ts";
import { fullGrid } from "./methods/grid.ts";
import type { Method, Recommended } from "./methods/method.ts";
import { randomSearch } from "./methods/random-search.ts";
import { textbook } from "./methods/textbook.ts";
import type { Truth } from "./truths.ts";
import { bestShares, type Regret, regretOf, worldOf } from "./world.ts";

export const methods: readonly Method[] = [
	byDefault,
	fullGrid,
	randomSearch,
	textbook,
];

/** Trials that are bought at once. */
const batch = 4;

/** What one method said in one repeat after so many trials, held against the truth. */
export interface Played {
	readonly truth: string;
	readonly repeat: number;
	readonly method: string;
	readonly trials: number;
	readonly cost: number;
	/** One for each budget, ascending. */
	readonly budgets: readonly Judged[];
	readonly distrusted: boolean | null;
	/** Of the whole repeat. */
	readonly seconds: number;
}

/** The recommended split of one budget. */
export interface Judged extends Regret {
	readonly budget: number;
	/** Of the cost, to pairs. */
	readonly share: number;
	/** Whether each stated interval holds the truth, and how wide it is; null if none was stated. */
	readonly stated: {
		readonly score: Held;
		readonly share: Held;
		readonly regret: Held;
	} | null;
}

export interface Held {
	readonly holds: boolean;
	/** Of the interval; of a regret, the bound. */
	readonly width: number;
}

const holds = ({ low, high }: { low: number; high: number }, value: number) =>
	low <= value && value <= high;

function judge(truth: Truth, { budget, split, stated }: Recommended): Judged {
	const regret = regretOf(truth, budget, split);
	const best = bestShares(truth, budget);
	return {
		...{ budget, ...regret, share: pairShare(split, truth.prices) },
		stated: stated && {
			score: {
				holds: holds(stated.score, truth.score(split)),
				width: stated.score.high - stated.score.low,
			},
			share: {
				holds: best.some((one) => holds(stated.share, one)),
				width: stated.share.high - stated.share.low,
			},
			regret: {
				holds: regret.absolute <= stated.regret,
				width: stated.regret,
			},
		},
	};
}

/** One repeat of one truth under one method. */
export function play(truth: Truth, repeat: number, method: Method): Played[] {
	const began = performance.now();
	const readings = method.play(worldOf(truth, repeat, batch));
	const seconds = (performance.now() - began) / 1000;
	return readings.map(({ trials, cost, recommended, distrusted }) => ({
		...{ truth: truth.name, repeat, method: method.name },
		...{ trials, cost, distrusted, seconds },
		budgets: recommended.map((one) => judge(truth, one)),
	}));
}
