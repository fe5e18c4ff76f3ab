import { RandomStream } from "../../../../src/core/random.ts";
import type {
	Allocation,
	Observation,
	Trial,
} from "../../../../src/studies/budget/allocation.ts";
import { nextStep } from "../../../../src/studies/budget/buy/next-step.ts";
import { recommend } from "../../../../src/studies/budget/buy/recommend.ts";
import { fitSurface } from "../../../../src/studies/budget/surface/fit-surface.ts";
import {
	type LabCells,
	meanAt,
	scoresAt,
	trialsAt,
} from "../cells/lab-cells.ts";
import { contrast } from "../findings/contrast.ts";
import { bestInGrid, gridQuestion, gridSplits } from "./question.ts";

/** What the default recommended for a budget after some of the grid's trials, held against all of them. */
export interface Replayed {
	readonly study: string;
	readonly repeat: number;
	readonly budget: number;
	/** Measured models, the base and fine-tuned models on the way included. */
	readonly trials: number;
	/** Of the cost, to pairs. */
	readonly share: number;
	readonly shareInterval: { readonly low: number; readonly high: number };
	/** Whether the interval holds the share of the grid's best split, and whether the split itself is that one. */
	readonly agrees: boolean;
	readonly same: boolean;
	/** Whether the grid cannot tell the recommended split from its best: the 95% interval of their difference includes 0. */
	readonly tied: boolean;
	/** Mean of the grid's best split less that of the recommended one, both over all seeds, 0 to 1. */
	readonly regret: number;
	/** The 95% bound that was stated for it. */
	readonly stated: number;
	readonly distrusted: boolean;
}

/**
 * Answers from a study's trials. Each repeat has its own order of every cell's seeds; the model is always the same for the same cell
 * and seed of the study.
 */
export class Cache {
	readonly #study: LabCells;
	readonly #repeat: number;

	constructor(study: LabCells, repeat: number) {
		this.#study = study;
		this.#repeat = repeat;
	}

	/** What is measured on the way to a trial: the trial, and the fine-tuned model that its training on pairs begins from. */
	measure(trial: Trial): Observation[] {
		const order = this.#order(trial);
		const own = order[trial.seed] as number;
		const found = this.#observe(trial, own, trial.seed);
		if (trial.pairs === 0 || trial.demonstrations === 0) return [found];
		const before = { demonstrations: trial.demonstrations, pairs: 0 };
		const label = this.#order(before).indexOf(own);
		return [found, this.#observe(before, own, label)];
	}

	#observe(
		{ demonstrations, pairs }: Allocation,
		own: number,
		seed: number,
	): Observation {
		const trials = trialsAt(this.#study, { demonstrations, pairs });
		const { score } = trials[own] as (typeof trials)[number];
		return { demonstrations, pairs, seed, score };
	}

	/** Place of the study's seed that is met first, second, ... */
	#order({ demonstrations, pairs }: Allocation): number[] {
		const name = `lab/replay/${demonstrations}/${pairs}`;
		const places = this.#study.seeds.map((_, i) => i);
		return new RandomStream(this.#repeat, name).shuffle(places);
	}
}

const nameOf = ({ demonstrations, pairs, seed }: Trial) =>
	`${demonstrations}/${pairs}/${seed}`;

/** What the default has measured when it has bought as much as fits into `limit` measured models. */
export function bought(
	study: LabCells,
	repeat: number,
	limit: number,
): Observation[] {
	const cache = new Cache(study, repeat);
	const question = gridQuestion(study, limit);
	const base = { demonstrations: 0, pairs: 0, seed: 0, score: study.base };
	const seen = new Map<string, Observation>([[nameOf(base), base]]);
	while (true) {
		const step = nextStep([...seen.values()], question);
		if (step.kind === "stop") return [...seen.values()];
		for (const trial of step.trials) {
			const fresh = cache
				.measure(trial)
				.filter((one) => !seen.has(nameOf(one)));
			if (seen.size + fresh.length > limit) return [...seen.values()];
			for (const one of fresh) seen.set(nameOf(one), one);
		}
	}
}

/** One repeat: what the default recommends for each budget with so many measured models. */
export function replay(
	study: LabCells,
	repeat: number,
	limit: number,
): Replayed[] {
	const seen = bought(study, repeat, limit);
	const surface = fitSurface(seen);
	const question = gridQuestion(study, limit);
	return question.budgets.map((budget) => {
		const found = recommend(surface, question, budget);
		const { share, shareInterval, regret } = found;
		const best = bestInGrid(study, budget);
		const { low, high } = shareInterval;
		return {
			...{ study: study.name, repeat, budget, trials: seen.length },
			...{ share, shareInterval, stated: regret.high },
			agrees: low <= best.share && best.share <= high,
			same: share === best.share,
			tied: isTied(study, budget, best.split, found),
			regret: best.mean - meanAt(study, found),
			distrusted: surface.fit.distrusted,
		};
	});
}

const isSame = (a: Allocation, b: Allocation) =>
	a.demonstrations === b.demonstrations && a.pairs === b.pairs;

/** With the deviation of all splits of the budget. */
function isTied(
	study: LabCells,
	budget: number,
	best: Allocation,
	other: Allocation,
): boolean {
	if (isSame(best, other)) return true;
	const { low, high } = contrast(
		gridSplits(study, budget).map((at) => ({
			scores: scoresAt(study, at),
			weight: isSame(at, best) ? 1 : isSame(at, other) ? -1 : 0,
		})),
	);
	return low <= 0 && high >= 0;
}
