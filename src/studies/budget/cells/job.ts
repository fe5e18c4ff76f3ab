import type { Allocation, Trial } from "../allocation.ts";

/** What is measured at the end of a job: the questions that choose learning rates, or those that count. */
export type Measure = "tuning" | "test";

/** Measures the base in everything that counts. */
export interface BaseJob {
	readonly kind: "base";
	readonly id: "base";
}

/** Fine-tunes on demonstrations, from the model of the study. */
export interface DemonstrationsJob {
	readonly kind: "demonstrations";
	readonly id: string;
	/** Folder of the run inside `runs/`. */
	readonly run: string;
	readonly demonstrations: number;
	readonly learningRate: number;
	readonly seed: number;
	/** Epochs other than those of the recipe; null: as the recipe says. */
	readonly epochs: number | null;
	readonly measure: Measure;
}

/** Trains on pairs, from what a run on demonstrations made, or from the untouched model. */
export interface PairsJob extends Allocation {
	readonly kind: "pairs";
	readonly id: string;
	readonly run: string;
	readonly learningRate: number;
	readonly seed: number;
	/** The run on demonstrations that it begins from; null if there are no demonstrations. */
	readonly after: DemonstrationsJob | null;
	readonly measure: Measure;
}

export type BudgetJob = BaseJob | DemonstrationsJob | PairsJob;

export const baseJob: BaseJob = { kind: "base", id: "base" };

export function demonstrationsJob(
	demonstrations: number,
	learningRate: number,
	seed: number,
	{
		measure = "test",
		epochs = null,
	}: { readonly measure?: Measure; readonly epochs?: number | null } = {},
): DemonstrationsJob {
	const name =
		epochs === null
			? `demonstrations-${demonstrations}`
			: `demonstrations-${demonstrations}-epochs-${epochs}`;
	const run = `${name}/lr-${learningRate}/seed-${seed}`;
	return {
		...{ kind: "demonstrations", id: `${run}/${measure}`, run },
		...{ demonstrations, learningRate, seed, epochs, measure },
	};
}

export function pairsJob(
	pairs: number,
	learningRate: number,
	seed: number,
	{
		after,
		measure = "test",
	}: {
		readonly after: DemonstrationsJob | null;
		readonly measure?: Measure;
	},
): PairsJob {
	const before =
		after === null
			? ""
			: `demonstrations-${after.demonstrations}-lr-${after.learningRate}/`;
	const run = `${before}pairs-${pairs}/lr-${learningRate}/seed-${seed}`;
	return {
		...{ kind: "pairs", id: `${run}/${measure}`, run },
		...{ demonstrations: after?.demonstrations ?? 0, pairs },
		...{ learningRate, seed, after, measure },
	};
}

/** The trial that a finished job measured; null for any other job: the base, a learning rate, a control. */
export function trialOf(id: string): Trial | null {
	const found =
		/^(?:demonstrations-(\d+)(?:-lr-[^/]+)?\/)?(?:pairs-(\d+)\/)?lr-[^/]+\/seed-(\d+)\/test$/.exec(
			id,
		);
	if (found === null) return null;
	const [, demonstrations = 0, pairs = 0, seed] = found;
	return {
		demonstrations: Number(demonstrations),
		pairs: Number(pairs),
		seed: Number(seed),
	};
}
