import { z } from "zod";
import { count, positive, share, text, wholeShare } from "./fields.ts";
import { launcherSchema } from "./launcher-schema.ts";
import {
	distinct,
	ratesSchema,
	recipeParts,
	seedsSchema,
} from "./study-schema.ts";

const list = <T extends z.ZodType>(one: T, what: string) =>
	z
		.array(one, { error: `a list of ${what}` })
		.min(1, { error: `at least one of ${what}` })
		.refine(distinct, { error: `${what} that differ` });

/** One kind of training examples, and the stage that learns from them. */
const kind = z.strictObject({
	rows: text("a file of rows"),
	/** Of one prompt, in the unit of the budgets. */
	price: positive(1e12).default(1),
	/** Keys of a recipe: the objective and how it is trained. */
	recipe: recipeParts.prefault({}),
	learningRates: ratesSchema.optional(),
});

const ratios = (values: readonly number[]) =>
	list(wholeShare(), "shares of the budget for demonstrations").default([
		...values,
	]);

const stop = {
	/** What the recommended split may still lose, in the unit of the score; null never ends buying. */
	regret: positive().nullable().default(null),
	/** Width of the 90% interval of the share of pairs; null never ends buying. */
	interval: share().nullable().default(null),
	/** Trials in all. If this, `regret` and `interval` are null: a third of the grid. */
	trials: count().nullable().default(null),
	/** Trials that are bought at once. */
	batch: count(64).default(4),
};

const design = z.preprocess(
	(value) => {
		if (typeof value === "string") return { kind: value };
		const isRecord =
			typeof value === "object" && value !== null && !Array.isArray(value);
		return isRecord ? { kind: "sequential", ...value } : value;
	},
	z.discriminatedUnion("kind", [
		/** Every ratio of every budget with every seed: the grid of arXiv 2502.11284. */
		z.strictObject({
			kind: z.literal("grid"),
			ratios: ratios([1, 0.75, 0.5, 0.25, 0]),
		}),
		/** Only what the answer needs. */
		z.strictObject({
			kind: z.literal("sequential"),
			ratios: ratios([1, 0.9, 0.75, 0.5, 0.25, 0.1, 0]),
			...stop,
		}),
	]),
);

/** A budget study as a person writes it. What its parts hold of recipes is checked stage by stage. */
export const budgetSchema = z.strictObject({
	title: text("a title").optional(),
	model: text("a model folder or the name of a pulled model"),
	/** Task files; the first with axis: target is the score. */
	tasks: list(text("the path of a task file"), "task files"),
	demonstrations: kind,
	pairs: kind,
	/** What both stages share of a recipe. */
	recipe: recipeParts.prefault({}),
	budgets: list(positive(1e12), "budgets"),
	/** Unit of budgets and prices. */
	unit: text("a word, such as EUR, minutes or examples").default("examples"),
	/** Price of an hour of this machine, in the unit of the budgets. */
	machineHour: z
		.number({ error: "a price, 0 or above" })
		.min(0, { error: "a price, 0 or above" })
		.default(0),
	/** Whether a prompt may be in the demonstrations and in the pairs of one run. */
	sharedPrompts: z
		.enum(["never", "allow"], { error: '"never" or "allow"' })
		.default("never"),
	seeds: seedsSchema.prefault(3),
	learningRates: ratesSchema.default({ factors: [0.3, 1, 3] }),
	/** Share of the target's questions on which learning rates are chosen, and which then count no more. */
	tuningShare: z
		.number({ error: "a share between 0 and 1" })
		.gt(0, { error: "a share above 0" })
		.lt(1, { error: "a share below 1" })
		.default(0.3),
	design: design.default({
		kind: "sequential",
		ratios: [1, 0.9, 0.75, 0.5, 0.25, 0.1, 0],
		...{ regret: null, interval: null, trials: null, batch: 4 },
	}),
	controls: z
		.strictObject({
			/** Epochs of fine-tuning on the whole budget. */
			epochs: z
				.array(positive(1000), { error: "a list of epochs" })
				.default([1, 2]),
			/** Shares of the largest budget for demonstrations, before preferences: the cold start. */
			coldStart: z
				.array(wholeShare(), { error: "a list of shares" })
				.default([0, 0.01, 0.1, 0.25]),
		})
		.prefault({}),
	/** Where the jobs run: processes of this machine, or a cluster. It does not change the result and may be changed at any time. */
	launcher: launcherSchema.prefault("local"),
	/** The study's folder. Derived when left out. */
	out: text("a path").optional(),
});
