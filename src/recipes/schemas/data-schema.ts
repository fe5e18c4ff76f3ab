import { z } from "zod";
import {
	count,
	kinds,
	positive,
	share,
	shareAboveZero,
	text,
} from "./fields.ts";

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

const oneLimit = "a number of rows, as 200, or a share, as { share: 0.25 }";

/** A part of the training rows; a bare whole number counts rows. */
const limit = z.preprocess(
	(value) =>
		Number.isInteger(value) && (value as number) > 0 ? { rows: value } : value,
	z
		.strictObject(
			{
				rows: count().nullable().default(null),
				share: shareAboveZero().nullable().default(null),
			},
			{ error: oneLimit },
		)
		.refine(({ rows, share }) => (rows === null) !== (share === null), {
			error: oneLimit,
		})
		.nullable()
		.default(null),
);

/** Names under which a template finds the conversation itself. */
const taken = ["messages", "tools", "documents", "add_generation_prompt"];

const variable = z.union(
	[
		z.boolean(),
		z.number(),
		z.string(),
		z.null(),
		z.array(z.unknown()),
		z.record(z.string(), z.unknown()),
	],
	{ error: "true, false, a number, a text, a list or a map" },
);

/** A template file, a date and variables of the chat template; a bare path is the file. */
const template = z.preprocess(
	(value) => (typeof value === "string" ? { file: value } : value),
	z
		.object(
			{
				/** A jinja file instead of the model's template. */
				file: path.optional(),
				/** The day that `strftime_now` tells, YYYY-MM-DD. */
				date: z.iso
					.date({ error: 'a day in quotes, as "2026-03-31"' })
					.optional(),
			},
			{ error: "a path, or a map of file, date and template variables" },
		)
		.catchall(variable)
		.refine((value) => taken.every((name) => !Object.hasOwn(value, name)), {
			error: `variables other than ${taken.join(", ")}, which the rows give`,
		}),
);

/** What may become of rows beyond the longest length. */
export const tooLongRules = [
	"refuse",
	"drop",
	"truncate",
	"truncate-or-drop",
] as const;

export const dataSchema = z.strictObject({
	train,
	/** Rows that are never trained on and measure what was learned. */
	heldOut: heldOut,
	/** Trains on a part of the rows, nested in every larger part; null takes all. */
	limit: limit,
	/** Rows that stand for everything else the model could do; null measures nothing. Left out: the probe set of the package. */
	general: path.nullable().optional(),
	/** Labelled pairs that the reward model of rft learns from, in addition to demonstrations and samples. */
	pairs: path.nullable().default(null),
	/** What the chat template is told besides the rows. Left out: nothing, and the day of the run if it asks for a date. */
	template: template.optional(),
	/** Longest row in tokens. Derived when left out: one micro-batch. */
	maxLength: count().optional(),
	/** What happens to rows beyond `maxLength`. */
	tooLong: z.enum(tooLongRules).default("refuse"),
	/** What happens to rows that teach an answer without a visible character. Left out: refuse. */
	emptyAnswers: z.enum(["refuse", "allow"]).optional(),
});

export type DataRecipe = z.output<typeof dataSchema>;
