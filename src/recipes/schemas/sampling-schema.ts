import { z } from "zod";
import { samplingDefaults as usual } from "../defaults/sampling.ts";
import { count, positive } from "./fields.ts";

const probability = z
	.number({ error: "a number above 0, up to 1" })
	.gt(0, { error: "a number above 0, up to 1" })
	.lte(1, { error: "a number above 0, up to 1" });

/** How answers are drawn from the policy while it is trained. */
export const samplingSchema = z
	.strictObject({
		maxNewTokens: count(100_000)
			.default(usual.maxNewTokens.ours)
			.describe("longest sampled answer, in tokens"),
		temperature: positive(100)
			.default(usual.temperature.ours)
			.describe("divides the logits"),
		topK: count()
			.nullable()
			.default(usual.topK.ours)
			.describe("samples only from the k likeliest tokens"),
		topP: probability
			.nullable()
			.default(usual.topP.ours)
			.describe(
				"samples only from the smallest set of likeliest tokens with this total probability",
			),
		batch: count(4096)
			.default(usual.batch.ours)
			.describe("answers that are generated in parallel"),
		precision: z
			.enum(["float32", "int8"])
			.nullable()
			.default(usual.precision.ours)
			.describe(
				"null samples in the precision in which the run computes the policy's probabilities: int8 if the recipe's is int8, otherwise float32",
			),
	})
	.prefault({});

export type SamplingRecipe = z.output<typeof samplingSchema>;
