import type { Example, Group } from "../../data/example.ts";
import type { Plan } from "../../data/plan-step.ts";
import { sharingPays } from "../../data/shared-prompts.ts";
import type { ShapedModel } from "../../models/model.ts";
import type { Tuning } from "../../nn/parameters.ts";
import type { Objective } from "../../objectives/objective.ts";
import { rowOrigins } from "../../objectives/objective.ts";
import type { GraphOptions } from "../../policy/graphs.ts";
import { headChunks } from "../../policy/head-chunks.ts";
import { graphPrecision } from "../../recipes/resolve/resolve-precision.ts";
import type { ResolvedRecipe } from "../../recipes/resolve/resolve-recipe.ts";
import { samplingOf } from "../../recipes/resolve/row-origin.ts";

/** What decides how the graphs of a run are built. */
export interface GraphParts {
	readonly recipe: ResolvedRecipe;
	readonly model: ShapedModel;
	readonly tuning: Tuning;
	readonly objective: Objective;
	readonly train: readonly Group[];
	readonly plan: Plan;
	/** All rows that the run reads in addition to the training rows. */
	readonly others: readonly Example[];
}

/** How the graphs of a run are built. */
export function graphOptions(parts: GraphParts): GraphOptions {
	const { recipe, model, tuning, objective, train, others } = parts;
	const { samples } = rowOrigins[objective.rows];
	const read = Math.max(longestOf(train.flat()), longestOf(others));
	const length = read + newTokens(recipe) + 1;
	const tokens = Math.max(recipe.batch.tokens, length);
	const precision = graphPrecision(recipe.precision);
	return {
		...{ tuning, precision, recompute: recipe.recompute, length },
		chunks: headChunks(tokens, model.architecture.vocabSize),
		sharedPrompts: samples || sharingPays(firstMicroBatches(parts)),
	};
}

/** Steps that are looked at to see what their rows have in common. */
const lookedAt = 16;

function* firstMicroBatches({ plan, train }: GraphParts): Generator<Group[]> {
	for (let step = 0; step < Math.min(lookedAt, plan.stepsPerEpoch); step++)
		for (const indices of plan.step(step).microBatches)
			yield indices.map((index) => train[index] as Group);
}

/** Tokens of the longest row that an objective may compare with its reference. */
export function longestCompared(
	recipe: ResolvedRecipe,
	train: readonly Group[],
): number {
	return longestOf(train.flat()) + newTokens(recipe);
}

/** Tokens of the longest row, at least 1. */
function longestOf(rows: readonly Example[]): number {
	return rows.reduce((most, { ids }) => Math.max(most, ids.length), 1);
}

/** Tokens by which a sampled answer may be longer than any row. */
function newTokens({ objective }: ResolvedRecipe): number {
	return samplingOf(objective)?.maxNewTokens ?? 0;
}
