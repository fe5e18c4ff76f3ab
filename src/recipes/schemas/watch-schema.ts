import { z } from "zod";
import { count, text } from "./fields.ts";

const file = text("the path of a task file");

/** What is measured in addition to the objective's own numbers, and what happens if a run goes wrong. */
export const watchSchema = z
	.strictObject({
		/** Task files, as `npx temper-lm eval` reads them, that score the policy at the start of a round and at the end. */
		tasks: z
			.preprocess(
				(value) => (typeof value === "string" ? [value] : value),
				z.array(file, { error: "a task file, or a list of them" }),
			)
			.default([]),
		/** Rounds between two scores; the first round and the end are always scored. */
		every: count().default(1),
		/** Whether an alarm ends the run. */
		onAlarm: z.enum(["continue", "stop"]).default("continue"),
	})
	.prefault({});

export type WatchRecipe = z.output<typeof watchSchema>;
