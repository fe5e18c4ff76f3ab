import { z } from "zod";
import type { ReadOnly } from "../../core/read-only.ts";

const count = z.int().min(0);

/** The JSON of a note. */
export const noteSchema = z.discriminatedUnion("kind", [
	/** The training rows ask questions of a task too, so these questions test memory. */
	z.strictObject({
		kind: z.literal("asked-in-training"),
		task: z.string(),
		asked: count,
		questions: count,
	}),
	/** Some answers of the base have no score; `reason` says why the first of them has none. */
	z.strictObject({
		kind: z.literal("base-unscored"),
		count,
		reason: z.string(),
	}),
	/** The chat template closes turns with tokens that the model's own files do not name as ends. */
	z.strictObject({
		kind: z.literal("turn-ends"),
		/** The tokens that training teaches. */
		taught: z.array(z.string()),
		/** The tokens that the files name. */
		named: z.array(z.string()),
		/** The name of the model, if the pilot has several. */
		model: z.string().optional(),
	}),
	/** Seeds that no arm was trained with, so that the pilot would end in time. */
	z.strictObject({
		kind: z.literal("seeds-left-out"),
		seeds: z.array(z.number()),
		/** Seconds that the whole pilot was given. */
		limit: z.number(),
	}),
	/** What tuning changed in the questions of the probe could not be diagnosed. */
	z.strictObject({
		kind: z.literal("not-diagnosed"),
		arm: z.string(),
		reason: z.string(),
	}),
	/** The pilot took longer than it was given; both in seconds. */
	z.strictObject({
		kind: z.literal("late"),
		limit: z.number(),
		took: z.number(),
	}),
]);

/** Something that a reader of a pilot should know and that no number of it shows. */
export type PilotNote = ReadOnly<z.infer<typeof noteSchema>>;
