import { mean } from "../../../../src/stats/mean.ts";
import type {
	Allocation,
	Observation,
	Prices,
} from "../../../../src/studies/budget/allocation.ts";
import { split } from "../../../../src/studies/budget/cells/allocations.ts";

/** A training of a grid study that was measured. */
export interface LabTrial extends Observation {
	/** KL(base || tuned) on general rows, nats per token; null if it was not measured. */
	readonly moved: number | null;
	/** What makes a control different: `8 epochs`; null for cells of the design. */
	readonly control: string | null;
	readonly seconds: number;
}

/** What a study says beside its trials. */
export interface LabFacts {
	/** Score of the base on the target, 0 to 1. */
	readonly base: number;
	readonly budgets: readonly number[];
	readonly seeds: readonly number[];
	/** Shares of a budget for demonstrations. */
	readonly ratios: readonly number[];
	readonly epochs: number;
	/** Learning rates that tuning tried and chose at its anchors, by stage. */
	readonly rates: readonly {
		readonly stage: string;
		readonly anchors: readonly {
			readonly prompts: number;
			readonly tried: readonly {
				readonly learningRate: number;
				readonly score: number | null;
			}[];
			readonly chosen: number | null;
		}[];
	}[];
	readonly machine: { readonly cpu: string; readonly cores: number };
	/** Number of jobs that were finished, with those that chose learning rates. */
	readonly jobs: number;
	/** Sum over the finished jobs. */
	readonly jobSeconds: number;
	/** From the beginning of each session to its last job. */
	readonly seconds: number;
	/** Size of the study's folder. */
	readonly bytes: number;
}

/** A finished study, as it is committed: facts and trials. Prices of both kinds are 1. */
export interface LabCells extends LabFacts {
	readonly name: string;
	readonly trials: readonly LabTrial[];
}

export const prices: Prices = { demonstration: 1, pair: 1 };

/** What a budget buys if this share of it goes to demonstrations. */
export const splitOf = (budget: number, ratio: number): Allocation =>
	split(budget, ratio, prices);

const isAt =
	({ demonstrations, pairs }: Allocation, control: string | null) =>
	(trial: LabTrial) =>
		trial.demonstrations === demonstrations &&
		trial.pairs === pairs &&
		trial.control === control;

/** Trials of a cell in the order of the study's seeds. Throws if one is missing. */
export function trialsAt(
	{ name, seeds, trials }: Pick<LabCells, "name" | "seeds" | "trials">,
	at: Allocation,
	control: string | null = null,
): LabTrial[] {
	const here = trials.filter(isAt(at, control));
	return seeds.map((seed) => {
		const found = here.find((trial) => trial.seed === seed);
		if (found) return found;
		const { demonstrations, pairs } = at;
		throw new Error(
			`${name}: no score of ${demonstrations}+${pairs} with seed ${seed}`,
		);
	});
}

/** Scores of a cell, one for each seed. */
export const scoresAt = (
	study: LabCells,
	at: Allocation,
	control: string | null = null,
): number[] => trialsAt(study, at, control).map(({ score }) => score);

/** Mean score of a cell. */
export const meanAt = (study: LabCells, at: Allocation): number =>
	mean(scoresAt(study, at)) ?? Number.NaN;
