import { sharingPays } from "../../data/shared-prompts.ts";
import type { GraphOptions } from "../../policy/graphs.ts";
import type { ResolvedRecipe } from "../../recipes/resolve/resolve-recipe.ts";
import { type DeviceOptions, deviceOf } from "../../runtime/device.ts";
import type { Prepared } from "./prepare.ts";

/** Bytes of logits that exist at once. */
const logitBytes = 48 * 2 ** 20;

/** How the graphs of a run are built. */
export function graphOptions({
	recipe,
	model,
	tuning,
	objective,
	train,
	heldOut,
	pairs,
	general,
	leash,
}: Prepared): GraphOptions {
	const { vocabSize } = model.architecture;
	const rows = [
		...train.flat(),
		...heldOut.flat(),
		...pairs.flat(),
		...general,
		...(leash?.held ?? []),
	];
	const read = rows.reduce((most, { ids }) => Math.max(most, ids.length), 1);
	const length = read + newTokens(recipe) + 1;
	const tokens = Math.max(recipe.batch.tokens, length);
	const chunks = Math.max(1, Math.ceil((4 * tokens * vocabSize) / logitBytes));
	const { precision, recompute } = recipe;
	const sharedPrompts = objective.needs.samples || sharingPays(train);
	return { tuning, precision, recompute, length, chunks, sharedPrompts };
}

/** Tokens by which a sampled answer may be longer than any row. */
function newTokens({ objective }: ResolvedRecipe): number {
	return "sampling" in objective ? objective.sampling.maxNewTokens : 0;
}

/** Tokens of the longest row that an objective may compare with its reference. */
export function longestCompared({
	recipe,
	train,
}: Pick<Prepared, "recipe" | "train">): number {
	const rows = train.flat().map(({ ids }) => ids.length);
	return Math.max(1, ...rows) + newTokens(recipe);
}

export function deviceOptions({
	recipe,
}: Pick<Prepared, "recipe">): DeviceOptions {
	return deviceOf(recipe.device);
}
