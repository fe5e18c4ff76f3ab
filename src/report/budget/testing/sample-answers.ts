import {
	type Allocation,
	costOf,
	type Prices,
	pairShare,
} from "../../../studies/budget/allocation.ts";
import type {
	BudgetAnswer,
	BudgetCell,
	BudgetResult,
} from "../../../studies/budget/budget-result.ts";
import {
	around,
	type ClosedSurface,
	doubt,
	meanAt,
	scoreOf,
} from "./closed-surface.ts";

export interface Scene {
	readonly surface: ClosedSurface;
	readonly prices: Prices;
	/** Prompts at hand. */
	readonly rows: Allocation;
	readonly cells: readonly BudgetCell[];
}

/** The splits of a budget in steps of 2%, as far as rows are at hand. */
export function splitsOf(
	budget: number,
	{ prices, rows }: Pick<Scene, "prices" | "rows">,
): Allocation[] {
	return Array.from({ length: 51 }, (_, at) => ({
		demonstrations: Math.floor(
			((1 - at / 50) * budget) / prices.demonstration + 1e-9,
		),
		pairs: Math.floor(((at / 50) * budget) / prices.pair + 1e-9),
	})).filter(
		({ demonstrations, pairs }) =>
			demonstrations <= rows.demonstrations && pairs <= rows.pairs,
	);
}

function bestOf(splits: readonly Allocation[], surface: ClosedSurface) {
	const sorted = splits.toSorted(
		(a, b) => scoreOf(surface, b) - scoreOf(surface, a),
	);
	return sorted[0] ?? { demonstrations: 0, pairs: 0 };
}

/** Shares of the splits that are about as good as the best one. */
function nearBest(splits: readonly Allocation[], best: Allocation, of: Scene) {
	const least = scoreOf(of.surface, best) - doubt(best) / 3;
	const shares = splits
		.filter((split) => scoreOf(of.surface, split) >= least)
		.map((split) => pairShare(split, of.prices));
	return { low: Math.min(...shares), high: Math.max(...shares) };
}

export function answerOf(budget: number, of: Scene): BudgetAnswer {
	const { surface, prices, rows, cells } = of;
	const splits = splitsOf(budget, of);
	const best = bestOf(splits, surface);
	const free = bestOf(
		splitsOf(budget, {
			prices,
			rows: { demonstrations: 1e9, pairs: 1e9 },
		}),
		surface,
	);
	const design = cells.filter(({ role }) => role === "design");
	const largest = (kind: keyof Allocation) =>
		Math.max(0, ...design.map((cell) => cell[kind]));
	const pure = (kind: keyof Allocation, price: number) => {
		const count = Math.floor(budget / price);
		return count > rows[kind]
			? null
			: meanAt(surface, { demonstrations: 0, pairs: 0, [kind]: count });
	};
	return {
		budget,
		...best,
		share: pairShare(best, prices),
		shareInterval: nearBest(splits, best, of),
		score: meanAt(surface, best),
		regret: { mean: doubt(best) / 6, high: doubt(best) / 2 },
		demonstrationsAlone: pure("demonstrations", prices.demonstration),
		pairsAlone: pure("pairs", prices.pair),
		measured: design.some(
			({ demonstrations, pairs }) =>
				Math.abs(demonstrations - best.demonstrations) <= 5 &&
				Math.abs(pairs - best.pairs) <= 5,
		),
		extrapolated:
			best.demonstrations > largest("demonstrations") ||
			best.pairs > largest("pairs"),
		limitedByRows: scoreOf(surface, free) > scoreOf(surface, best) + 1e-9,
		along: splits.map((split) => ({
			share: pairShare(split, prices),
			...split,
			score: meanAt(surface, split),
		})),
	};
}

export function sensitivityOf(
	budget: number,
	of: Scene,
): BudgetResult["sensitivity"][number][] {
	return [1 / 3, 1 / 2, 2 / 3, 1, 1.5, 2, 3].map((ratio) => {
		const prices = {
			demonstration: of.prices.demonstration,
			pair: of.prices.demonstration * ratio,
		};
		const scene = { ...of, prices };
		const splits = splitsOf(budget, scene);
		const best = bestOf(splits, of.surface);
		return {
			ratio,
			budget,
			...best,
			share: pairShare(best, prices),
			shareInterval: nearBest(splits, best, scene),
			score: meanAt(of.surface, best),
		};
	});
}

export function frontierOf(
	budgets: readonly number[],
	of: Scene,
): BudgetResult["frontier"][number][] {
	const last = budgets.at(-1) ?? 0;
	return Array.from({ length: 16 }, (_, at) => {
		const best = bestOf(splitsOf(last * 0.75 ** (15 - at), of), of.surface);
		return {
			cost: costOf(best, of.prices),
			...best,
			score: meanAt(of.surface, best),
			measured: at % 5 === 0,
		};
	});
}

export function expansionOf(
	budgets: readonly number[],
	of: Scene,
): BudgetResult["expansion"][number][] {
	const last = budgets.at(-1) ?? 0;
	return Array.from({ length: 24 }, (_, at) => {
		const budget = last * 0.85 ** (23 - at);
		return { budget, ...bestOf(splitsOf(budget, of), of.surface) };
	});
}

/** Score of the next hundred prompts of a kind. */
export function marginalOf(answer: BudgetAnswer, surface: ClosedSurface) {
	const here = scoreOf(surface, answer);
	const { demonstrations, pairs } = answer;
	const more = (at: Allocation) =>
		around(scoreOf(surface, at) - here, 0.35 * doubt(at));
	return {
		budget: answer.budget,
		demonstrations: more({ demonstrations: demonstrations + 100, pairs }),
		pairs: more({ demonstrations, pairs: pairs + 100 }),
	};
}
