import { z } from "zod";
import { count, positive } from "./fields.ts";

const probability = z
	.number({ error: "a number above 0, up to 1" })
	.gt(0, { error: "a number above 0, up to 1" })
	.lte(1, { error: "a number above 0, up to 1" });

/** How answers are drawn from the policy while it is trained. */
export const samplingSchema = z
	.strictObject({
		/** Longest answer in tokens. */
		maxNewTokens: count(100_000).default(256),
		temperature: positive(100).default(1),
		topK: count().nullable().default(null),
		topP: probability.nullable().default(null),
		/** Answers that grow side by side. */
		batch: count(4096).default(16),
	})
	.prefault({});

export type SamplingRecipe = z.output<typeof samplingSchema>;
