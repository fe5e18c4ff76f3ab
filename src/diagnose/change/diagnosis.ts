import { z } from "zod";
import type { ReadOnly } from "../../core/read-only.ts";
import { questionRoles } from "../../eval/task/task.ts";
import { estimateSchema } from "../../stats/estimate-schema.ts";
import { contrastSchema } from "../contrast.ts";
import { knowledges } from "../probe/probe-result.ts";
import { leakageSchema } from "../style/leakage-result.ts";
import { styleSchema } from "../style/style-result.ts";
import { subjectSchema } from "../subject-schema.ts";

const text = z.string();
const count = z.int().min(0);

export const changes = [
	/** The base did not know it, the tuned model does. */
	"learned",
	/** The base knew it but did not answer it as asked; the tuned model does. */
	"drawn-out",
	/** The substance of the answer is the same; its form changed the score. */
	"restyled",
	/** The base knew it, the tuned model does not. */
	"damaged",
	"unchanged",
] as const;

/** What happened to the answer to one question. */
export type Change = (typeof changes)[number];

export const causes = [
	"new-knowledge",
	"drawn-out",
	"format-only",
	/** What was taught contradicts what the base knew: known answers were replaced by others. */
	"wrong-answers",
	/** What was taught is known only in the taught wording, or at the price of everything else. */
	"overfit",
	"no-change",
	"unclear",
] as const;

/** What the changes of all questions point to. */
export type Cause = (typeof causes)[number];

const flipMatrix = z.strictObject({
	rightRight: count,
	rightWrong: count,
	wrongRight: count,
	wrongWrong: count,
});

const shares = z.record(z.enum(changes), estimateSchema);

const task = z.strictObject({
	name: text,
	role: z.enum(questionRoles),
	scorer: text,
	questions: count,
	/** Questions left out, by reason. */
	excluded: z.array(z.strictObject({ reason: text, questions: count })),
	/** The base with examples in the prompt; null if it was not measured so. */
	baseFewShot: estimateSchema.nullable(),
	/** As asked of users, without examples. */
	score: contrastSchema,
	/** By what the base knew; a group without questions is left out. */
	byKnowledge: z.partialRecord(z.enum(knowledges), contrastSchema),
	/** Null if answers are not right or wrong. */
	flips: flipMatrix.nullable(),
	/** Shares of questions, corrected for guessing; null if answers are not right or wrong. */
	changes: shares.nullable(),
	/**
	 * Mean over questions of Spearman's correlation of option probabilities: the base with examples in its prompt, if it was
	 * measured so, against the tuned model without; null for other scorers than choice.
	 */
	rankCorrelation: estimateSchema.nullable(),
	/** The same with both asked without examples, so that the effect of examples on the base is left out. */
	rankCorrelationAsAsked: estimateSchema.nullable(),
	/** KL(base || tuned) over options, nats; mean over questions. */
	optionKl: estimateSchema.nullable(),
	/** Entropy of the choice, nats. */
	entropy: contrastSchema.nullable(),
	/** Agreement of answers over wordings, orders and seeds. */
	consistency: contrastSchema.nullable(),
});

const slice = z.strictObject({
	task: text,
	column: text,
	value: text,
	score: contrastSchema,
	/** p of the difference against the other questions, corrected for the number of slices (Holm); null if too few. */
	p: z.number().nullable(),
});

export const nextSteps = [
	"ship",
	"few-examples-suffice",
	"put-into-prompt",
	"add-wordings",
	"train-less",
	"use-leash",
	"check-answers",
	"score-substance",
	"more-rows",
	"more-questions",
] as const;

/** What to do next. */
export type NextStep = (typeof nextSteps)[number];

export const tunedSchema = z.strictObject({
	subject: subjectSchema,
	tasks: z.array(task),
	/**
	 * Shares of all questions of the roles `held-out` and `in-domain`, or of all questions if no task has these roles; null if
	 * no answers are right or wrong.
	 */
	shares: shares.nullable(),
	cause: z.enum(causes),
	/** Evidence for the cause: the numbers that the rule compared, by name. */
	evidence: z.record(text, z.number()),
	next: z.array(z.enum(nextSteps)),
	/** KL(base || tuned) on general text, nats per token; null if it was not measured. */
	kl: estimateSchema.nullable(),
	style: styleSchema.nullable(),
	leakage: leakageSchema.nullable(),
	slices: z.array(slice),
});

export const diagnosisSchema = z.strictObject({
	version: z.literal(1),
	/** ISO time. */
	created: text,
	/** Version of this package. */
	temper: text,
	base: subjectSchema,
	tuned: z.array(tunedSchema),
	/**
	 * Spearman's partial correlation over tuned models of consistency with the base (mean rank correlation) and accuracy,
	 * controlling for the base's accuracy; null below five models, or if something does not vary.
	 */
	partialCorrelation: z
		.strictObject({
			runs: count,
			/** Pairs of a run and a task. */
			observations: count,
			value: estimateSchema,
		})
		.nullable(),
	/** What was assumed or left out, in sentences. */
	notes: z.array(text),
	seconds: z.number().min(0),
});

/** What `npx temper-lm diagnose` finds. */
export type Diagnosis = ReadOnly<z.output<typeof diagnosisSchema>>;

export type TunedDiagnosis = ReadOnly<z.output<typeof tunedSchema>>;

/** One task of a diagnosis. */
export type TaskDiagnosis = ReadOnly<z.output<typeof task>>;

/** Questions by whether the base and the tuned model answer them right. */
export type FlipMatrix = ReadOnly<z.output<typeof flipMatrix>>;

/** The change of questions that share a value of a column. */
export type ChangeSlice = ReadOnly<z.output<typeof slice>>;
