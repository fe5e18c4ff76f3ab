import { z } from "zod";
import type { SubjectResult } from "../eval/eval-result.ts";
import type { InputHash } from "../runs/folder/inputs.ts";

export const inputSchema = z.strictObject({
	path: z.string(),
	bytes: z.int().min(0),
	sha256: z.string(),
}) satisfies z.ZodType<InputHash>;

/** A `SubjectResult`, as a result holds it. */
export const subjectSchema = z.strictObject({
	name: z.string(),
	model: z.string(),
	adapter: z.string().nullable(),
	inputs: z.array(inputSchema),
}) satisfies z.ZodType<SubjectResult>;
