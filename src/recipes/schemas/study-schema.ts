import { z } from "zod";
import { positive, seed } from "./fields.ts";

/** Keys of a recipe, which are checked where they are laid over each other. */
export const recipeParts = z.record(z.string(), z.unknown(), {
	error: "keys with values, as a recipe has them",
});

export const distinct = (values: readonly unknown[]): boolean =>
	new Set(values).size === values.length;

const mostSeeds = 1000;
const isCount = (value: unknown): value is number =>
	Number.isInteger(value) && Number(value) >= 0 && Number(value) <= mostSeeds;

/** A number of seeds, which are then 0, 1, 2, ..., or a list of them. */
export const seedsSchema = z.preprocess(
	(value) =>
		isCount(value) ? Array.from({ length: value }, (_, i) => i) : value,
	z
		.array(seed(), {
			error: `a number of seeds from 1 to ${mostSeeds}, or a list of them`,
		})
		.min(1, { error: "at least one seed" })
		.refine(distinct, { error: "seeds that differ" }),
);

const rates = z
	.array(positive(), { error: "a list of learning rates" })
	.min(1, { error: "at least one learning rate" })
	.refine(distinct, { error: "rates that differ" });

/** Learning rates to try, or multiples of the one that a recipe has. */
export const ratesSchema = z.union(
	[rates, z.strictObject({ factors: rates })],
	{
		error:
			"a list of learning rates, or multiples of the default one, for example { factors: [0.3, 1, 3] }",
	},
);
