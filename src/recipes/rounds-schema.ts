import { z } from "zod";
import { count } from "./fields.ts";
import { samplingSchema } from "./sampling-schema.ts";

/** Rounds in which the policy answers the demonstrations' prompts and is then told its answers from theirs. */
export const roundFields = {
	rounds: count(10_000)
		.default(5)
		.describe(
			"rounds of the run, each with samples of its own; 1 for each pass over the data is SPIN",
		),
	perPrompt: count(256)
		.default(1)
		.describe("samples of each prompt, each of them one pair"),
	cut: z
		.enum(["match", "drop"])
		.default("match")
		.describe(
			"what becomes of samples that the limit cut off: match cuts both answers to one length, drop leaves them out",
		),
	identical: z
		.number({ error: "a share from 0 to 1" })
		.min(0, { error: "a share from 0 to 1" })
		.max(1, { error: "a share from 0 to 1" })
		.default(0.95)
		.describe(
			"answers that share this much of their text are one, and teach nothing",
		),
	sampling: samplingSchema,
};
