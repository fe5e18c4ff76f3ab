import { z } from "zod";
import { kinds, nonNegative, positive, share } from "./fields.ts";

/** AdamW. */
export const optimizerSchema = z.strictObject({
	/** Derived when left out, from what is tuned and by which objective. */
	learningRate: positive().optional(),
	betas: z
		.tuple([share(), share()], { error: "two shares, as [0.9, 0.999]" })
		.default([0.9, 0.999]),
	epsilon: positive().default(1e-8),
	weightDecay: nonNegative().default(0),
	/** Largest norm of the whole gradient; null leaves it as it is. */
	clip: positive().nullable().default(1),
});

/** The share of all steps over which the rate climbs from 0. What is left out comes from the objective. */
const warmup = share();

export const scheduleSchema = kinds(
	z.discriminatedUnion("kind", [
		z.strictObject({ kind: z.literal("cosine"), warmup }),
		z.strictObject({ kind: z.literal("linear"), warmup }),
		z.strictObject({ kind: z.literal("constant"), warmup }),
	]),
	"cosine",
);

export type OptimizerRecipe = z.output<typeof optimizerSchema>;
