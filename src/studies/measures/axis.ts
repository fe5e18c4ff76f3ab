import { z } from "zod";
import type { ReadOnly } from "../../core/read-only.ts";
import { estimateSchema } from "../../stats/estimate-schema.ts";

/** Values by the names of axes; null if an axis could not be measured. */
export const valuesSchema = z.record(z.string(), estimateSchema.nullable());

/** One quantity that is measured in the same way for the base and for every run. */
export const axisSchema = z.strictObject({
	/** Name of the task or of the measure: `sums`, `general NLL`. */
	name: z.string().min(1),
	/** The goal of tuning, what has to be kept, the goal asked in other words, or the distance from the base. */
	role: z.enum(["target", "retention", "wording", "deviation"]),
	/** `accuracy`, `nats per token`, `tokens`, ... */
	unit: z.string(),
	better: z.enum(["higher", "lower"]),
	/** The value of a responder that knows nothing; null if there is no such number. */
	chance: z.number().nullable(),
	/** Half the width of the 95% interval of the differences between repeated measurements of the base on the same questions. */
	noise: z.number().min(0),
	/** Questions for which the base has a score; null for measures of the whole model. */
	questions: z.int().min(0).nullable(),
});

export type Axis = ReadOnly<z.infer<typeof axisSchema>>;
export type Values = ReadOnly<z.infer<typeof valuesSchema>>;
