import { z } from "zod";
import type { ReadOnly } from "../../core/read-only.ts";
import { questionRoles } from "../../eval/task/task.ts";
import { interventionGroups } from "../../recipes/schemas/intervene-schema.ts";
import { estimateSchema } from "../../stats/estimate-schema.ts";

const text = z.string();
const count = z.int().min(0);
const share = z.number().min(0).max(1);
const role = z.enum(questionRoles);

/** What a run is trained on (arXiv 2402.18243, section 3): rows that agree with the model, rows that contradict it, and two in between. */
export type InterventionGroup = (typeof interventionGroups)[number];

const group = z.enum(interventionGroups);

const arm = z.discriminatedUnion("kind", [
	z.strictObject({ kind: z.literal("group"), group }),
	/** Questions of `incompatible`, this share of them with the model's own answer. */
	z.strictObject({ kind: z.literal("mix"), selfAligning: share }),
	z.strictObject({ kind: z.literal("quantity"), group, rows: count }),
]);

const scores = z.strictObject({
	accuracy: estimateSchema.nullable(),
	/** Difference from the base without examples in the prompt, points as shares. */
	gain: estimateSchema.nullable(),
	/** Mean over questions of Spearman's correlation of option probabilities: base with examples against tuned without. */
	rankCorrelation: estimateSchema.nullable(),
	/** KL(base || tuned) over options, nats. */
	optionKl: estimateSchema.nullable(),
	entropy: estimateSchema.nullable(),
});

const armResult = z.strictObject({
	name: text,
	arm,
	/** Rows of the group, without the general ones. */
	rows: count,
	seeds: z.array(z.int()),
	/** By role; a role without a task is left out. */
	scores: z.partialRecord(role, scores),
	/** General KL(base || tuned), nats per token. */
	kl: estimateSchema.nullable(),
	/** Why runs failed, by seed. */
	failures: z.record(text, text),
});

const contrast = z.strictObject({
	/** Arm minus arm. */
	of: text,
	against: text,
	role,
	/** Paired by seed. */
	difference: estimateSchema,
	/** Difference that the paper reports, as shares; null if it reports none. */
	paper: z.array(z.number()).nullable(),
	/** Whether a contrast of the paper holds here: its interval lies above 0, includes 0, or lies below. */
	verdict: z.enum(["replicated", "not-replicated", "reversed"]),
});

const groupFacts = z.strictObject({
	group,
	/** Questions that could be used, and that were used after matching. */
	available: count,
	used: count,
	/** Mean calibrated confidence of the used ones. */
	confidence: z.number().nullable(),
});

const baseScores = z.strictObject({
	fewShot: estimateSchema.nullable(),
	zeroShot: estimateSchema.nullable(),
	questions: count,
});

export const interventionResultSchema = z.strictObject({
	version: z.literal(1),
	/** ISO time. */
	created: text,
	/** Version of this package. */
	temper: text,
	title: text,
	/** A key that only this kind of result has. */
	interventions: z.array(armResult),
	model: text,
	groups: z.array(groupFacts),
	/** Questions left out, by reason. */
	excluded: z.array(z.strictObject({ reason: text, questions: count })),
	/** The base with and without examples in the prompt. */
	base: z.partialRecord(role, baseScores),
	contrasts: z.array(contrast),
	/** The share of self-aligning rows with the best score in each role. */
	bestMix: z.partialRecord(role, share),
	/** Spearman's partial correlation over runs of consistency and accuracy, controlling for the base's accuracy; null if it is not defined. */
	partialCorrelation: z
		.strictObject({ runs: count, value: estimateSchema })
		.nullable(),
	/** Whether a few good examples do as well as many: the smallest number of rows within the noise of the best. */
	quantity: z.strictObject({ enough: count, best: count, role }).nullable(),
});

/** What `npx temper-lm intervene` finds. */
export type InterventionResult = ReadOnly<
	z.output<typeof interventionResultSchema>
>;

/** An arm of the study: a group, a mix, or a number of rows. */
export type InterventionArm = ReadOnly<z.output<typeof arm>>;

/** Means over seeds with 95% intervals (Student's t). */
export type InterventionScores = ReadOnly<z.output<typeof scores>>;

export type InterventionArmResult = ReadOnly<z.output<typeof armResult>>;

export type InterventionContrast = ReadOnly<z.output<typeof contrast>>;
export type ContrastVerdict = InterventionContrast["verdict"];

/** A group before training. */
export type GroupFacts = ReadOnly<z.output<typeof groupFacts>>;
