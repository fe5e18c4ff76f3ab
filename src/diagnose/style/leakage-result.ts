import { z } from "zod";
import type { ReadOnly } from "../../core/read-only.ts";
import { contrastSchema } from "../contrast.ts";

const count = z.int().min(0);

const leakedPhrase = z.strictObject({
	text: z.string(),
	/** Training rows that hold it. */
	rows: count,
	/** Answers to unrelated prompts that hold it. */
	base: count,
	tuned: count,
});

export const leakageSchema = z.strictObject({
	prompts: count,
	/** Shares of answers that hold a trained phrase. */
	answers: contrastSchema,
	phrases: z.array(leakedPhrase),
	/** The rule, in a sentence. */
	rule: z.string(),
});

/** A phrase of the training answers that appears in answers to unrelated prompts. */
export type LeakedPhrase = ReadOnly<z.output<typeof leakedPhrase>>;

/** Trained phrases in answers to prompts that have nothing to do with the training rows. */
export type Leakage = ReadOnly<z.output<typeof leakageSchema>>;
