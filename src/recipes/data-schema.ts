import { z } from "zod";
import { count, kinds, positive, share, text } from "./fields.ts";

const path = text("a path");

const source = z.strictObject({
	path,
	/** How often its rows are drawn: 1 is once per epoch, 0.5 every other epoch, 2 twice. */
	weight: positive(1000).default(1),
});

/** One file of rows, or several with weights. */
const train = z.preprocess(
	(value) => (typeof value === "string" ? [{ path: value }] : value),
	z
		.array(source, { error: "a path, or a list of { path, weight }" })
		.min(1, { error: "at least one file of rows" }),
);

const heldOut = kinds(
	z.discriminatedUnion("kind", [
		z.strictObject({
			kind: z.literal("fraction"),
			share: share().default(0.05),
		}),
		z.strictObject({ kind: z.literal("count"), rows: count() }),
		z.strictObject({ kind: z.literal("file"), path }),
		z.strictObject({ kind: z.literal("none") }),
	]),
	"fraction",
);

export const dataSchema = z.strictObject({
	train,
	/** Rows that are never trained on and measure what was learnt. */
	heldOut: heldOut,
	/** Rows that stand for everything else the model could do; null measures nothing. Left out: the probe that ships. */
	general: path.nullable().optional(),
	/** Labelled pairs that the reward model of rft learns from, beside demonstrations and samples. */
	pairs: path.nullable().default(null),
	/** Longest row in tokens. Derived when left out: one micro-batch. */
	maxLength: count().optional(),
	/** What happens to rows beyond `maxLength`. */
	tooLong: z.enum(["refuse", "drop", "truncate"]).default("refuse"),
	/** What happens to rows that teach an answer without a visible character. Left out: refuse. */
	emptyAnswers: z.enum(["refuse", "allow"]).optional(),
});

export type DataRecipe = z.output<typeof dataSchema>;
