import { z } from "zod";

/** An `Estimate`, as a result holds it. */
export const estimateSchema = z.strictObject({
	value: z.number(),
	low: z.number(),
	high: z.number(),
});
