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
			.describe("keeps the k likeliest tokens"),
		topP: probability
			.nullable()
			.default(usual.topP.ours)
			.describe("keeps the fewest likeliest tokens that hold this share"),
		batch: count(4096)
			.default(usual.batch.ours)
			.describe("answers that grow side by side"),
		precision: z
			.enum(["float32", "int8"])
			.default(usual.precision.ours)
			.describe(
				"int8 samples faster, from slightly other probabilities; what is learnt from the answers is exact either way",
			),
	})
	.prefault({});

export type SamplingRecipe = z.output<typeof samplingSchema>;
