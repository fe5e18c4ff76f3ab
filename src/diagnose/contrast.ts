import { z } from "zod";
import type { ReadOnly } from "../core/read-only.ts";
import { estimateSchema } from "../stats/estimate-schema.ts";

export const contrastSchema = z.strictObject({
	questions: z.int().min(0),
	base: estimateSchema.nullable(),
	tuned: estimateSchema.nullable(),
	/** Tuned minus base, paired by question. */
	difference: estimateSchema.nullable(),
});

/** A difference of shares or scores over the same questions. */
export type Contrast = ReadOnly<z.output<typeof contrastSchema>>;
