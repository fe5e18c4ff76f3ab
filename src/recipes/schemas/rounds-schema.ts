import { z } from "zod";
import type { Setting } from "../defaults/setting.ts";
import { count } from "./fields.ts";
import { samplingSchema } from "./sampling-schema.ts";

const shareOrNull = "a share from 0 to 1, or null";

/** Rounds in which the policy answers the demonstrations' prompts and is then told its answers from theirs. */
export const roundFields = (usual: {
	readonly rounds: Setting<number>;
	readonly perPrompt: Setting<number>;
	readonly cut: Setting<"match" | "drop">;
	readonly identical: Setting<number | null>;
}) => ({
	rounds: count(10_000)
		.default(usual.rounds.ours)
		.describe(
			"rounds of the run, each with its own samples; one round per epoch is SPIN",
		),
	perPrompt: count(256)
		.default(usual.perPrompt.ours)
		.describe("samples per prompt; each makes one pair"),
	cut: z
		.enum(["match", "drop"])
		.default(usual.cut.ours)
		.describe(
			"what happens to samples that were cut off at the limit: match cuts both answers to one length, drop leaves the samples out",
		),
	identical: z
		.number({ error: shareOrNull })
		.min(0, { error: shareOrNull })
		.max(1, { error: shareOrNull })
		.nullable()
		.default(usual.identical.ours)
		.describe(
			"also drops samples that share this much of their text with the demonstration and agree with it on all numbers and on the last word; null drops only samples that differ in nothing but white space, case or punctuation",
		),
	sampling: samplingSchema,
});
