import { z } from "zod";
import type { ReadOnly } from "../../core/read-only.ts";
import {
	causes,
	changes,
	tunedSchema,
} from "../../diagnose/change/diagnosis.ts";
import { coldStartSigns } from "../../runs/cold-start-measures.ts";
import { alarmKinds } from "../../runs/events.ts";
import { estimateSchema } from "../../stats/estimate-schema.ts";
import { verdictSchema } from "../gate/verdict.ts";
import { axisSchema, valuesSchema } from "../measures/axis.ts";
import { noteSchema } from "./pilot-note.ts";
import { monitorPointSchema } from "./run-monitors.ts";

export type { Verdict } from "../gate/verdict.ts";
export type { Axis, Values } from "../measures/axis.ts";

const text = z.string();
const number = z.number();
const positive = z.number().min(0);
const count = z.int().min(0);

const curvePoint = z.strictObject({
	step: count,
	/** Held-out NLL, nats per token. */
	nll: number.nullable(),
	/** KL(base || tuned) on the general probe, nats per token. */
	klGeneral: number.nullable(),
	/** m_theta on training answers (arXiv 2408.10642), against the base, nats per token; missing in older results. */
	mTheta: number.nullable().default(null),
});

const reason = z.discriminatedUnion("kind", [
	/** Other learning rates of its arm had a better score. */
	z.strictObject({ kind: z.literal("other-rates") }),
	/** Another learning rate of its arm had the same score and won the tie. */
	z.strictObject({ kind: z.literal("tied-rates") }),
	/** Its arm was dropped: the arm of this name had a better score and had moved less from the base. */
	z.strictObject({ kind: z.literal("outdone"), by: text }),
	/** The arm of this name, which differs in beta only, had a better score. */
	z.strictObject({ kind: z.literal("other-betas"), by: text }),
	z.strictObject({ kind: z.literal("nothing-scored") }),
	z.strictObject({ kind: z.literal("unfinished") }),
	/** The message of the error that ended it. */
	z.strictObject({ kind: z.literal("fault"), text }),
]);

/** Answers without a score. */
const unscored = z.strictObject({
	count,
	/** Which answer is the first of them, and why it has no score. */
	reason: text,
});

/** A leash as it was measured last, and its outcome if the run came to its end: a `LeashEvent`. */
const leash = z.strictObject({
	step: count,
	measure: z.enum(["kl", "retention"]),
	value: estimateSchema,
	bound: number,
	strength: z.strictObject({ name: text, value: number }).nullable(),
	outcome: z
		.strictObject({
			held: z.boolean(),
			stopped: z.boolean(),
			drawnBack: number.nullable(),
			atLimit: z.boolean().optional(),
		})
		.nullable(),
});

/** How ready the policy was for preferences, before the first stage that learned them: a `ColdStartEvent`. */
const coldStart = z.strictObject({
	/** What was unlike a fine-tuned policy; empty if nothing was. */
	signs: z.array(z.enum(coldStartSigns)),
	/** Of the preferred answers: log-probability and excess surprise, nats per token. */
	logProb: number,
	excess: number,
	/** Mean probability of ending the turn after them; null if none of them ends it. */
	endP: number.nullable(),
	greedy: z
		.strictObject({ prompts: count, ended: count, limit: count })
		.nullable(),
	/** Demonstrations to fine-tune on first; null without signs. */
	demonstrations: count.nullable(),
});

/** One training run of an arm. */
const run = z.strictObject({
	/** Folder of the run, relative to the pilot's folder. */
	run: text,
	seed: z.int(),
	learningRate: positive,
	state: z.enum(["finished", "stopped", "failed"]),
	/** Why it was stopped or how it failed; null if it finished. */
	reason: reason.nullable(),
	values: valuesSchema,
	/** Null if every answer has a score, or none was asked for. */
	unscored: unscored.nullable(),
	curve: z.array(curvePoint),
	monitors: z.array(monitorPointSchema),
	/** Null if the run has no leash, or the leash was never measured. */
	leash: leash.nullable(),
	/** The first alarm of each kind. */
	alarms: z.array(z.strictObject({ alarm: z.enum(alarmKinds), step: count })),
	/** Missing if the run learned no preferences, and in results of earlier versions. */
	coldStart: coldStart.optional(),
	seconds: positive,
	memoryBytes: positive,
});

/** One of the stages that are trained one after the other. */
const stage = z.strictObject({
	objective: text,
	/** At the learning rate that tuning chose for the arm. */
	learningRate: positive,
	/** The rates that were tried of this stage alone, as in the arm's own `tried`; missing if all stages share a factor. */
	tried: z
		.array(z.strictObject({ learningRate: positive, score: number.nullable() }))
		.optional(),
	length: z.strictObject({ kind: z.enum(["steps", "epochs"]), count: number }),
});

/** One way to tune: an objective with its options, over seeds. */
const arm = z.strictObject({
	name: text.min(1),
	/** The options of the recipe that make the arm, for people: `minor-sft, beta 0.1`. */
	options: text,
	/** The model that training begins from, if the arm names one; missing if that is the pilot's. */
	model: z.strictObject({ name: text, hash: text }).optional(),
	/** The name of the base model that the arm is measured from, one of `bases`; missing if that is the pilot's own. */
	base: text.optional(),
	/** The stages in their order; missing for an arm without stages. */
	stages: z.array(stage).optional(),
	/** How far the model may move, and on which axis; null without a leash. Of the last stage. */
	leash: z.strictObject({ axis: text, bound: number }).nullable(),
	/** The learning rate that tuning chose; of the last stage. */
	learningRate: positive,
	/**
	 * All learning rates that were tried. The score is the last one on the first target task, in that task's unit, on
	 * questions that are used for nothing else; null if the run failed.
	 */
	tried: z.array(
		z.strictObject({ learningRate: positive, score: number.nullable() }),
	),
	runs: z.array(run),
	/** Over seeds and items. */
	values: valuesSchema,
	/** Change from the base of the arm (the arm minus the base), paired by question. */
	gains: valuesSchema,
	/** By axis: the questions for which the base and every finished run have a score. Gains are over these. */
	questions: z.record(text, count),
	/** Whether no other arm of the same base gains more and moves less. */
	onFront: z.boolean(),
});

/** A base model other than the pilot's own. */
const otherBase = z.strictObject({
	name: text.min(1),
	hash: text,
	values: valuesSchema,
	/** What differs from the pilot's own model on the axes. */
	axes: z.array(axisSchema.pick({ name: true, noise: true, questions: true })),
	/**
	 * The axes on which scores may be compared with those of the pilot's own model and its arms, because all of them have a
	 * score for the same questions.
	 */
	comparable: z.array(text),
});

/** What tuning changed in the questions of a probe, over the runs of an arm. */
const diagnosis = z.strictObject({
	arm: text,
	/** Name of the probe's folder or task file. */
	probe: text,
	/** Whether the probe itself says what the base knew; if not, it is judged from the results. */
	judged: z.boolean(),
	/** Questions of the probe. */
	questions: count,
	/** Means over runs, with intervals over questions and seeds; null if answers are not right or wrong. */
	shares: z.record(z.enum(changes), estimateSchema).nullable(),
	/** That of most runs; `unclear` if two are equally frequent. */
	cause: z.enum(causes),
	runs: z.array(tunedSchema.omit({ subject: true }).extend({ seed: z.int() })),
});

/** A question with the answers of the base and of the best run of each arm. */
const sideBySide = z.strictObject({
	task: text,
	prompt: text,
	expected: text.nullable(),
	answers: z.array(
		z.strictObject({
			/** `base`, `base` with the name of another base model, or the name of the arm. */
			by: text,
			text,
			/** 0 to 1; null if the task does not score single answers. */
			score: number.nullable(),
		}),
	),
});

/** The JSON of a pilot's result. No key may be missing or unknown. */
export const pilotResultSchema = z.strictObject({
	version: z.literal(1),
	title: text,
	/** ISO time. */
	created: text,
	model: z.strictObject({ name: text, hash: text }),
	data: z.array(z.strictObject({ name: text, hash: text, rows: count })),
	machine: z.strictObject({
		platform: text,
		cpu: text,
		cores: count,
		memoryBytes: positive,
	}),
	versions: z.strictObject({ temper: text, node: text, onnxruntime: text }),
	notes: z.array(noteSchema),
	axes: z.array(axisSchema),
	/** Of the pilot's own model. */
	base: valuesSchema,
	/** The other models from which arms are measured; missing if there are none. */
	bases: z.array(otherBase).optional(),
	arms: z.array(arm),
	/** Name of the arm to continue with; null if none is better than the base. */
	recommended: text.nullable(),
	/** The recipe to continue with, as YAML; null if there is none. */
	recipe: text.nullable(),
	verdict: verdictSchema.nullable(),
	samples: z.array(sideBySide),
	/** Of the recommended arm, or of the one that gains most if none is; missing if the pilot names no probe. */
	diagnosis: diagnosis.nullable().optional(),
	seconds: positive,
});

/** Everything that a pilot found; its report is made from it. */
export type PilotResult = ReadOnly<z.infer<typeof pilotResultSchema>>;

export type PilotDiagnosis = NonNullable<PilotResult["diagnosis"]>;
export type ArmResult = PilotResult["arms"][number];
export type PilotRun = ArmResult["runs"][number];
export type CurvePoint = PilotRun["curve"][number];
/** Why a run did not finish. */
export type RunReason = NonNullable<PilotRun["reason"]>;
export type Unscored = NonNullable<PilotRun["unscored"]>;
export type RunColdStart = NonNullable<PilotRun["coldStart"]>;
export type RunLeash = NonNullable<PilotRun["leash"]>;
export type SideBySide = PilotResult["samples"][number];
