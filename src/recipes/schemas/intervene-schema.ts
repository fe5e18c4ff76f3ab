import { z } from "zod";
import { count, positive, seed, share, text, wholeShare } from "./fields.ts";
import { launcherSchema } from "./launcher-schema.ts";
import {
	distinct,
	ratesSchema,
	recipeParts,
	seedsSchema,
} from "./study-schema.ts";

/** The groups of rows that an intervention study compares. */
export const interventionGroups = [
	/** The model's answer is right, and it is taught. */
	"harmonious",
	/** The model's answer is wrong, and the right one is taught. */
	"incompatible",
	/** The questions of `incompatible`, with the model's own answer and explanation. */
	"self-aligning",
	/** The questions of `incompatible` with what is needed to answer them in the prompt. */
	"contextualised",
] as const;

const group = z.enum(interventionGroups, {
	error: `one of ${interventionGroups.join(", ")}`,
});

/** A list that may be empty, of values that differ. */
const list = <T extends z.ZodType>(one: T, what: string) =>
	z
		.array(one, { error: `a list of ${what}` })
		.refine(distinct, { error: `${what} that differ` });

const some = <T extends z.ZodType>(one: T, what: string) =>
	list(one, what).min(1, { error: `at least one of ${what}` });

/** Reads a bare value as the usual key of a record. */
const short = (key: string) => (value: unknown) =>
	typeof value === "object" && value !== null && !Array.isArray(value)
		? value
		: { [key]: value };

const shots = z.preprocess(
	short("count"),
	z.strictObject({
		/** Where examples come from; the questions themselves if it is left out. */
		rows: text("a file of rows to draw examples from").optional(),
		count: z
			.int({ error: "a whole number, 0 or above" })
			.min(0, { error: "a whole number, 0 or above" })
			.max(100, { error: "at most 100 examples" })
			.default(5),
		seed: seed().default(0),
	}),
);

const general = z.preprocess(
	short("rows"),
	z.strictObject({
		rows: text("a file of rows"),
		/** How many of them each run is trained on; as many as its group has rows if it is left out. */
		count: count().optional(),
	}),
);

const context = z.preprocess(
	short("column"),
	z
		.strictObject({
			column: text("the column of the context").optional(),
			template: text(
				'a text with {question}, {answer} or names of columns, such as "Fact: {statement}"',
			).optional(),
		})
		.refine(
			({ column, template }) =>
				(column === undefined) !== (template === undefined),
			{ error: "either a column or a template" },
		),
);

const explanation = z.preprocess(
	(value) => (typeof value === "string" ? { from: value } : value),
	z.strictObject({
		from: z
			.enum(["model", "none"], { error: '"model" or "none"' })
			.default("model"),
		/** What the base is asked after its own answer. */
		cue: text("a text that asks for an explanation").default(
			"Explain why this is the answer.",
		),
		maxNewTokens: count(4096).default(48),
	}),
);

const quantities = z.preprocess(
	(value) => (Array.isArray(value) ? { rows: value } : value),
	z.strictObject({
		group: group.default("harmonious"),
		rows: some(count(), "numbers of rows").default([10, 30, 100, 300, 1000]),
	}),
);

/** An intervention study as a person writes it. What its parts hold of recipes and scorers is checked elsewhere. */
export const interveneSchema = z.strictObject({
	title: text("a title").optional(),
	model: text("a model folder or the name of a pulled model"),
	questions: text("a file of rows"),
	/** How the questions are asked: by letter or likelihood, or keys of the scorer choice. */
	ask: z
		.preprocess(short("by"), z.record(z.string(), z.unknown()))
		.prefault({ by: "letter" }),
	tasks: some(text("the path of a task file"), "task files"),
	shots: shots.prefault({}),
	general: general.nullable().default(null),
	/** What all runs share of a recipe, and what the runs of one group have besides. */
	base: recipeParts.prefault({}),
	arms: z.partialRecord(group, recipeParts).default({}),
	learningRates: ratesSchema.default({ factors: [1] }),
	/** Share of the in-domain questions on which the learning rate is chosen, if there are several. */
	tuningShare: z
		.number({ error: "a share between 0 and 1" })
		.gt(0, { error: "a share above 0" })
		.lt(1, { error: "a share below 1" })
		.default(0.3),
	seeds: seedsSchema.prefault(5),
	groups: list(group, "groups").default([...interventionGroups]),
	mixes: list(wholeShare(), "shares of self-aligning rows").default([
		0, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1,
	]),
	quantities: quantities.nullable().prefault({}),
	/** Rows of each group; as many as possible if it is left out. */
	size: count().optional(),
	/** Questions on which the base is less confident are left out. */
	floor: share().default(0.5),
	/** How much the calibrated confidences of two matched questions may differ. */
	caliper: positive(1).default(0.05),
	context: context.optional(),
	explanation: explanation.prefault({}),
	/** Decides which questions are used and which of them are mixed. */
	seed: seed().default(0),
	/** Where the jobs run: processes of this machine, or a cluster. It does not change the result and may be changed at any time. */
	launcher: launcherSchema.prefault("local"),
	out: text("a path").optional(),
});
