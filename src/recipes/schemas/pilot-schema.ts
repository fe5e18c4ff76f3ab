import { z } from "zod";
import { dataSchema } from "./data-schema.ts";
import { count, positive, text, tolerance, yesOrNo } from "./fields.ts";
import { launcherSchema } from "./launcher-schema.ts";
import { ratesSchema, recipeParts, seedsSchema } from "./study-schema.ts";

const arm = z.union([text("the name of an arm"), recipeParts], {
	error: "the name of an arm, or a recipe's keys with a name",
});

/** A pilot as a person writes it. What its parts hold of recipes is checked arm by arm. */
export const pilotSchema = z.strictObject({
	/** What the report is called. Derived when left out: the names of model and rows. */
	title: text("a title").optional(),
	model: text("a model folder or the name of a pulled model"),
	data: dataSchema,
	/** Task files; at least one of them has axis: target. */
	tasks: z
		.array(text("the path of a task file"), {
			error: "a list of task files",
		})
		.min(1, { error: "at least one task file" }),
	/** What all arms share of a recipe. */
	base: recipeParts.prefault({}),
	/** Ways to tune: names of usual ones, or a recipe's keys under a name. */
	arms: z
		.array(arm, { error: "a list of arms" })
		.min(1, { error: "at least one arm" })
		.default(["sft", "minor-sft", "dft", "leash"]),
	/** Every arm is trained once with each, at its chosen learning rate. */
	seeds: seedsSchema.prefault(3),
	learningRates: ratesSchema.default({ factors: [0.3, 1, 3] }),
	/** Whether the rates of an arm's stages move by one common factor, or are chosen stage by stage. */
	stageRates: z
		.enum(["together", "apart"], { error: '"together" or "apart"' })
		.default("together"),
	/** Share of the target's questions on which learning rates are chosen, and which then count no more. */
	tuningShare: z
		.number({ error: "a share between 0 and 1" })
		.gt(0, { error: "a share above 0" })
		.lt(1, { error: "a share below 1" })
		.default(0.3),
	/** Halves the learning rates of an arm as they train, and with `arms` leaves arms that others outdo. */
	halving: z
		.union([z.literal("never"), z.strictObject({ arms: yesOrNo() })], {
			error: '{ arms: true }, { arms: false } or "never"',
		})
		.default({ arms: false }),
	/** How long each run is, or how long the whole may take; as the recipe says if it is left out. */
	budget: z
		.union(
			[
				z.strictObject({ steps: count(10_000_000) }),
				z.strictObject({ minutes: positive(1e6) }),
			],
			{ error: "{ steps: N } of each run, or { minutes: N } of the whole" },
		)
		.nullable()
		.default(null),
	/** What the verdict asks for, if it is not the default: see `npx temper-lm gate`. */
	gate: z
		.strictObject({
			margin: z.number({ error: "a number" }).optional(),
			tolerance: tolerance().optional(),
			/** Of single axes by name. */
			tolerances: z
				.record(z.string(), tolerance(), {
					error: "tolerances by the names of tasks",
				})
				.optional(),
			alpha: z
				.number({ error: "a level between 0 and 0.5" })
				.gt(0, { error: "a level above 0" })
				.lt(0.5, { error: "a level below 0.5" })
				.optional(),
		})
		.default({}),
	/** The folder of a probe, or a task file: what tuning changed in its questions is diagnosed for the recommended arm. */
	probe: text("the folder of a probe, or a task file").optional(),
	/** What finished work leaves on disk: `models` is what each run made, `all` its checkpoints too. */
	keep: z
		.enum(["models", "all"], { error: '"models" or "all"' })
		.default("models"),
	/** Where the jobs run: processes of this machine, or a cluster. It does not change the result and may be changed at any time. */
	launcher: launcherSchema.prefault("local"),
	/** The pilot's folder. Derived when left out. */
	out: text("a path").optional(),
});
