import { z } from "zod";
import type { ReadOnly } from "../../core/read-only.ts";
import { estimateSchema } from "../../stats/estimate-schema.ts";

const count = z.int().min(0);

/** What would decide a condition if nothing else changed: so many questions, or runs with more seeds. */
const wouldTell = z.discriminatedUnion("kind", [
	z.strictObject({ kind: z.literal("questions"), count }),
	z.strictObject({ kind: z.literal("seeds") }),
]);

const condition = z.strictObject({
	holds: z.boolean(),
	axis: z.string(),
	/** The run minus the base, with its two-sided 95% interval; null if nothing could be compared. */
	value: estimateSchema.nullable(),
	/**
	 * The one-sided bound of the difference at the verdict's level, which decides: the lower bound if higher is better,
	 * else the upper bound. Null if nothing could be compared, or if a single question gives no bound; missing in older
	 * results, as are the next two.
	 */
	decisive: z.number().nullable().default(null),
	/** Questions that were compared. */
	questions: count.nullable().default(null),
	/** What would bring the decisive bound to the right side; null if nothing would. */
	wouldTell: wouldTell.nullable().default(null),
	/** What the decisive bound is compared with. */
	bound: z.number(),
});

/** Whether to ship, and each condition that decides it. */
export const verdictSchema = z.strictObject({
	ship: z.boolean(),
	/** One-sided level of every bound: the probability that a condition which is not met passes. */
	alpha: z.number().min(0).max(1),
	/** In the order in which they were checked: targets, then what has to be kept. */
	conditions: z.array(condition),
});

export type Verdict = ReadOnly<z.infer<typeof verdictSchema>>;
