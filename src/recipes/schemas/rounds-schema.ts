import { z } from "zod";
import { count } from "./fields.ts";
import { samplingSchema } from "./sampling-schema.ts";

const shareOrNull = "a share from 0 to 1, or null";

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
		.number({ error: shareOrNull })
		.min(0, { error: shareOrNull })
		.max(1, { error: shareOrNull })
		.nullable()
		.default(null)
		.describe(
			"also drops samples that share this much of their text with the demonstration and agree with it on all numbers and on the last word; null drops only what differs in white space, case or punctuation",
		),
	sampling: samplingSchema,
};
