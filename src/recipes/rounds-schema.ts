import { z } from "zod";
import { count } from "./fields.ts";
import { samplingSchema } from "./sampling-schema.ts";

/** Rounds in which the policy answers the demonstrations' prompts and is then told its answers from theirs. */
export const roundFields = {
	/** Rounds of the run (T): more rounds, fresher samples. 1 for each pass over the data is SPIN. */
	rounds: count(10_000).default(5),
	/** Samples of each prompt (K). */
	perPrompt: count(256).default(1),
	/** What becomes of samples that the limit of tokens cut off. */
	cut: z.enum(["match", "drop"]).default("match"),
	/** Answers that share this much of their text are one answer. */
	identical: z
		.number({ error: "a share from 0 to 1" })
		.min(0, { error: "a share from 0 to 1" })
		.max(1, { error: "a share from 0 to 1" })
		.default(0.95),
	sampling: samplingSchema,
};
