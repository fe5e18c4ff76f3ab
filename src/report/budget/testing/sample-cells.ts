import {
	type Allocation,
	costOf,
	type Prices,
} from "../../../studies/budget/allocation.ts";
import type { BudgetCell } from "../../../studies/budget/budget-result.ts";
import {
	around,
	type ClosedSurface,
	noiseOf,
	scoreOf,
} from "./closed-surface.ts";

interface Bought extends Allocation {
	readonly seeds: number;
	readonly control?: string;
}

function trialOf(
	at: Allocation,
	seed: number,
	surface: ClosedSurface,
): BudgetCell["trials"][number] {
	const { demonstrations, pairs } = at;
	const nothing = demonstrations + pairs === 0;
	return {
		seed,
		run: nothing ? null : `cells/${demonstrations}-${pairs}/seed-${seed}`,
		score:
			scoreOf(surface, at) + 0.011 * noiseOf(seed + 1, demonstrations, pairs),
		moved: nothing
			? 0
			: 0.004 * Math.log1p(demonstrations + pairs) +
				0.002 * noiseOf(pairs, seed + 5, demonstrations),
		reason: null,
		seconds: 14 + 0.11 * demonstrations + 0.19 * pairs,
	};
}

const meanOf = (values: readonly number[]) =>
	values.reduce((sum, value) => sum + value, 0) / values.length;

/** A cell whose trials are measured on the surface, plus a little noise. */
export function cellOf(
	{ seeds, control, ...at }: Bought,
	prices: Prices,
	surface: ClosedSurface,
): BudgetCell {
	const trials = Array.from({ length: seeds }, (_, seed) =>
		trialOf(at, seed, surface),
	);
	const mean = meanOf(trials.map(({ score }) => score ?? 0));
	const half = 0.022 / Math.sqrt(seeds);
	return {
		...at,
		cost: costOf(at, prices),
		role: control === undefined ? "design" : "control",
		control: control ?? null,
		score: around(mean, half),
		gain: around(mean - surface.base, half * 0.9),
		moved: around(meanOf(trials.map(({ moved }) => moved ?? 0)), 0.003),
		trials,
	};
}

/** The same cell, with the last trial failed. */
export function withFailure(cell: BudgetCell, reason: string): BudgetCell {
	const trials = cell.trials.map((trial, at) =>
		at === cell.trials.length - 1
			? { ...trial, score: null, moved: null, reason }
			: trial,
	);
	return { ...cell, trials };
}

/** The same cell, with nothing scored. */
export function unscored(cell: BudgetCell): BudgetCell {
	const trials = cell.trials.map((trial) => ({
		...trial,
		...{ score: null, moved: null },
		reason: "The worker was killed twice (out of memory?).",
	}));
	return { ...cell, score: null, gain: null, moved: null, trials };
}
