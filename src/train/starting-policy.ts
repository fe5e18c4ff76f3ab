import type { Trainable } from "../nn/parameters.ts";
import { Policy } from "./policy.ts";
import type { Prepared } from "./prepare.ts";

/** A policy as it is before the first step of a stage. */
export async function startingPolicy(
	{ model, tuning, recipe }: Prepared,
	trainables: readonly Pick<Trainable, "name" | "shape">[],
): Promise<Policy> {
	return Policy.initial(trainables, model, tuning, recipe.seed);
}
