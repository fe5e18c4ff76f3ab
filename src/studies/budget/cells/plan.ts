import type { BudgetRecipe } from "../../../recipes/parse/parse-budget.ts";
import type { Allocation, Prices, Trial } from "../allocation.ts";
import type { Question } from "../buy/step.ts";
import type { PromptPool } from "../rows/prompt-pool.ts";
import { allocationsOf, split } from "./allocations.ts";
import type { StageKind } from "./rates.ts";

/** Fine-tuning on the whole of a budget for another number of epochs. */
export interface Control {
	readonly demonstrations: number;
	readonly epochs: number;
}

/** What a budget study is to find out, without anything that was measured. */
export interface BudgetPlan {
	readonly seeds: readonly number[];
	/** Rates that are tried for each stage. */
	readonly rates: Readonly<Record<StageKind, readonly number[]>>;
	/** Allocations at whose numbers of prompts rates are tried. */
	readonly anchors: {
		readonly demonstrations: readonly number[];
		readonly pairs: readonly Allocation[];
		readonly untouched: readonly Allocation[];
	};
	/** Trained whatever else is found: the whole grid of such a design, and the cold start. */
	readonly fixed: readonly Allocation[];
	/** Trials that earlier calls in the folder have measured, whatever they asked for. */
	readonly known: readonly Trial[];
	readonly controls: readonly Control[];
	/** Whether the base is measured before anything else, because answers are compared with its answers. */
	readonly needsBase: boolean;
	/** How further trials are bought; null for a grid. */
	readonly question: Question | null;
	/** Names the question: a decision to stop holds for this one only. */
	readonly asked: string;
}

/** Shares of a budget among which the best split is sought. */
const fineShares = Array.from({ length: 21 }, (_, i) => i / 20);

export function planOf(
	recipe: BudgetRecipe,
	pool: PromptPool,
): Omit<BudgetPlan, "known" | "needsBase"> {
	const { budgets, seeds, design, controls } = recipe;
	const prices = pricesOf(recipe);
	const holds = (allocation: Allocation) => pool.holds(allocation);
	const grid = allocationsOf(budgets, design.ratios, prices, holds);
	const largest = budgets.at(-1) ?? 0;
	const cold = allocationsOf([largest], controls.coldStart, prices, holds);
	const sequential = design.kind === "sequential";
	return {
		seeds,
		rates: {
			demonstrations: recipe.demonstrations.rates,
			pairs: recipe.pairs.rates,
			untouched: recipe.pairs.rates,
		},
		anchors: anchorsOf([...grid, ...cold]),
		fixed: sequential ? cold : [...grid, ...cold],
		controls: controlsOf(recipe, prices, holds),
		question: sequential ? questionOf(recipe, pool) : null,
		asked: JSON.stringify({ budgets, prices, seeds, design }),
	};
}

export const pricesOf = ({
	demonstrations,
	pairs,
}: Pick<BudgetRecipe, "demonstrations" | "pairs">): Prices => ({
	demonstration: demonstrations.price,
	pair: pairs.price,
});

/** What is asked of the surface, whether trials are bought by it or come from a grid. */
export function questionOf(recipe: BudgetRecipe, pool: PromptPool): Question {
	const { budgets, seeds, design } = recipe;
	const prices = pricesOf(recipe);
	const holds = (allocation: Allocation) => pool.holds(allocation);
	const { regret, interval, trials, batch } =
		design.kind === "sequential"
			? design
			: { regret: null, interval: null, trials: null, batch: 1 };
	const candidates = allocationsOf(budgets, design.ratios, prices, holds);
	const cold = allocationsOf(
		[budgets.at(-1) ?? 0],
		recipe.controls.coldStart,
		prices,
		holds,
	);
	const trained = [...candidates, ...cold];
	// A kind that is never trained is not recommended, if the other one is.
	const lacks = (kind: keyof Allocation) =>
		trained.length > 0 && trained.every((allocation) => allocation[kind] === 0);
	const without = {
		demonstrations: lacks("demonstrations"),
		pairs: lacks("pairs"),
	};
	const isKnown = (split: Allocation) =>
		holds(split) &&
		(split.demonstrations === 0 || !without.demonstrations) &&
		(split.pairs === 0 || !without.pairs);
	const hasLimit = [regret, interval, trials].some((limit) => limit !== null);
	return {
		...{ budgets, prices, seeds, batch, candidates },
		splits: (budget) => allocationsOf([budget], fineShares, prices, isKnown),
		cost: trainingRows(recipe),
		stop: {
			...{ regret, interval },
			trials: hasLimit ? trials : usualTrials(candidates.length * seeds.length),
		},
	};
}

/** Trials that are bought if nothing is asked: a third of the grid, but enough for the first design and what follows from it. */
const usualTrials = (grid: number): number => Math.max(13, Math.ceil(grid / 3));

/** What a trial costs to train, in rows of the step that a demonstration takes: a pair has two answers. */
function trainingRows({ demonstrations, pairs }: BudgetRecipe) {
	const epochs = ({ recipe }: BudgetRecipe["pairs"]) =>
		recipe.length.kind === "epochs" ? recipe.length.count : 1;
	const [first, second] = [epochs(demonstrations), epochs(pairs)];
	// Starting and measuring take as long as some hundred rows.
	return (trial: Trial) =>
		200 + first * trial.demonstrations + 2 * second * trial.pairs;
}

/**
 * Where learning rates are tried: at the smallest and the largest budget, spent on demonstrations alone, evenly and on pairs alone. Even
 * splits, so that no anchor of the pairs follows a handful of demonstrations.
 */
function anchorsOf(all: readonly Allocation[]): BudgetPlan["anchors"] {
	const alone = all.filter(({ pairs }) => pairs === 0);
	const some = all.filter(({ demonstrations }) => demonstrations > 0);
	const both = some.filter(({ pairs }) => pairs > 0);
	const most = Math.max(...both.map(evenness));
	const untouched = all.filter(({ demonstrations }) => demonstrations === 0);
	return {
		demonstrations: ends(alone.length > 0 ? alone : some, "demonstrations").map(
			({ demonstrations }) => demonstrations,
		),
		pairs: ends(
			both.filter((one) => evenness(one) === most),
			"pairs",
		),
		untouched: ends(untouched, "pairs"),
	};
}

/** 1 if both kinds have the same number of prompts, in steps of a tenth. */
const evenness = ({ demonstrations, pairs }: Allocation) =>
	Math.round(
		(10 * Math.min(demonstrations, pairs)) / Math.max(demonstrations, pairs),
	) / 10;

function ends(
	all: readonly Allocation[],
	key: keyof Allocation,
): readonly Allocation[] {
	const sorted = all.toSorted((a, b) => a[key] - b[key]);
	const [first] = sorted;
	const last = sorted.at(-1);
	if (first === undefined || last === undefined) return [];
	return first[key] === last[key] ? [first] : [first, last];
}

/** Fine-tuning alone on the largest budget, for other numbers of epochs than its stage has. */
function controlsOf(
	{ budgets, demonstrations, controls }: BudgetRecipe,
	prices: Prices,
	holds: (allocation: Allocation) => boolean,
): Control[] {
	const { length } = demonstrations.recipe;
	const whole = split(budgets.at(-1) ?? 0, 1, prices);
	if (length.kind !== "epochs" || !holds(whole) || whole.demonstrations === 0)
		return [];
	return controls.epochs
		.filter((epochs) => epochs !== length.count)
		.map((epochs) => ({ demonstrations: whole.demonstrations, epochs }));
}
