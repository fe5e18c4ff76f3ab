import type { Estimate } from "../stats/estimate.ts";
import type {
	ColdStartAnswers,
	ColdStartGreedy,
	ColdStartRemedy,
	ColdStartSign,
} from "./cold-start-measures.ts";
import type { InputHash } from "./folder/inputs.ts";
import type { Machine, Versions } from "./machine.ts";

/** Any value that JSON can hold. */
export type Json =
	| null
	| boolean
	| number
	| string
	| readonly Json[]
	| { readonly [key: string]: Json };

/** What differs from one execution of the same step to the next. Everything else in an event repeats exactly. */
export interface Cost {
	/** Seconds since the run began, over all its sessions, time between them left out. */
	readonly seconds: number;
	/** All tokens of the step, masked ones too, by its wall time. */
	readonly tokensPerSecond: number;
	/** Resident memory of the process. */
	readonly memoryBytes: number;
}

export interface Spread {
	readonly mean: number;
	readonly min: number;
	readonly max: number;
}

/** How the objective treated the supervised tokens of a step. Every objective reports all of them; null: not defined for it. */
export interface Monitors {
	/** Mean probability of the supervised tokens, and the shares of them below 0.1 and above 0.9. */
	readonly meanP: number;
	readonly shareBelow01: number;
	readonly shareAbove09: number;
	/** (sum w)^2 / sum w^2 over the token weights w. */
	readonly effectiveTokens: number | null;
	/** The weight of an answer. */
	readonly a: Spread | null;
	/** Mean over answers of Delta / m, nats per token. */
	readonly deltaPerToken: number | null;
	/** MinorSFT's own deviation metric (arXiv 2408.10642). */
	readonly mTheta: number | null;
	/** Mean entropy of the next-token distribution, nats. */
	readonly entropy: number;
	/** Share of supervised tokens that are the model's first choice. */
	readonly top1: number;
	/** Mean probability of the turn-ending tokens; null if a step has none. */
	readonly endOfTurnP: number | null;
}

/** How a step's pairs stand. Rewards are the objective's own: beta Delta if it has a reference. */
export interface PairMonitors {
	/** Mean reward of the chosen answers and of the rejected ones, and their difference. */
	readonly chosen: number;
	readonly rejected: number;
	readonly margin: number;
	/** Share of pairs whose chosen answer has the higher reward; ties count half. */
	readonly accuracy: number;
	/** Mean log-probability of either side's tokens, nats per token; null for a reward model. */
	readonly chosenLogProb: number | null;
	readonly rejectedLogProb: number | null;
	/** Mean change of the chosen answers' log-probability since the reference, nats per token; null without one. */
	readonly chosenDelta: number | null;
}

export interface Sample {
	readonly prompt: string;
	readonly text: string;
}

export interface StartEvent {
	readonly kind: "start";
	/** The resolved recipe. */
	readonly recipe: Json;
	readonly inputs: readonly InputHash[];
	readonly versions: Versions;
	readonly machine: Machine;
	/**
	 * KL(float32 || precision) of the untrained model in nats per token, and the number of tokens on which it was measured: absent
	 * if the recipe does not ask ONNX Runtime for int8 or int4. Older runs, all of int8, lack the precision.
	 */
	readonly rounding?: {
		readonly precision?: "int8" | "int4";
		readonly kl: number;
		readonly tokens: number;
	};
	/** What computes, if it does so in processes of its own: absent for ONNX Runtime. */
	readonly engine?: {
		readonly name: string;
		readonly device: string;
		readonly processes: number;
		readonly versions: Readonly<Record<string, string>>;
	};
}

export interface StepEvent {
	readonly kind: "step";
	/** Optimizer steps done, this one included; the first is 1. */
	readonly step: number;
	/** Passes over the data, with its fraction. */
	readonly epoch: number;
	/** The objective's own value. Comparable between steps of one objective only. */
	readonly loss: number;
	/**
	 * Plain negative log-likelihood of demonstrations, chosen and desirable answers, nats per supervised token. Comparable
	 * everywhere; null for a reward model, which predicts no tokens.
	 */
	readonly nll: number | null;
	/** Norm of the whole gradient before clipping. */
	readonly gradNorm: number;
	readonly learningRate: number;
	/** Tokens of this step, and those of them that are supervised. */
	readonly tokens: number;
	readonly supervisedTokens: number;
	readonly monitors: Monitors | null;
	/** Null if the rows are no pairs. */
	readonly pairs: PairMonitors | null;
	/** Means over tokens of what only this objective reports. */
	readonly own: Readonly<Record<string, number>>;
	readonly cost: Cost;
}

export interface EvaluationEvent {
	readonly kind: "evaluation";
	/** 0 is the untouched base. */
	readonly step: number;
	/** Plain negative log-likelihood of held-out rows, nats per token; null without held-out rows. */
	readonly nll: Estimate | null;
	readonly entropy: number | null;
	readonly top1: number | null;
	/** KL(base || tuned) in nats per token on held-out rows of the task, and on the general probe. */
	readonly klTask: Estimate | null;
	readonly klGeneral: Estimate | null;
	/**
	 * m_theta of arXiv 2408.10642 against the base, for every objective: the mean over a fixed sample of training answers of
	 * (1/m) sum_t log(pi / pi_base), nats per token. Null if no answers are trained on.
	 */
	readonly mTheta: number | null;
	/** What each of these answers contributes, to six digits, in the order of the `answers` event. Logs before it lack them. */
	readonly answerDeltas?: readonly number[];
	/** On held-out pairs or verdicts, against the model at the start of the stage; null if the rows have neither. */
	readonly pairs: HeldOutPairs | null;
	readonly samples?: readonly Sample[];
	readonly cost: Cost;
}

/** The training answers on which evaluations measure m_theta: up to 32, chosen by the seed. */
export interface AnswersEvent {
	readonly kind: "answers";
	readonly step: number;
	/** `file:line`, in the order of the evaluations' `answerDeltas`. */
	readonly rows: readonly string[];
}

export interface HeldOutPairs {
	/** Share of margins above 0. */
	readonly accuracy: Estimate;
	/** Delta_chosen - Delta_rejected, nats per pair; of an answer with a verdict Delta, or -Delta if it is undesirable. */
	readonly margin: Estimate;
}

/** What a step of this objective is worth in the units of another: measured once, on the first step's rows. */
export interface UnitsEvent {
	readonly kind: "units";
	readonly step: number;
	/** Norm of the objective's first gradient, and of SFT's on the same rows. */
	readonly gradNorm: number;
	readonly sftGradNorm: number;
	/** Their quotient. */
	readonly ratio: number;
}

/** Answers that a round sampled from the policy, before it learns from them. */
export interface SamplesEvent {
	readonly kind: "samples";
	readonly step: number;
	/** From 1. */
	readonly round: number;
	readonly samples: number;
	/** Samples that taught nothing, by reason. */
	readonly dropped: Readonly<Record<string, number>>;
	/** Mean tokens of the samples. */
	readonly meanLength: number;
	/** Mean tokens of the demonstrations with which they are paired; null if rows are prompts alone. */
	readonly meanDemoLength: number | null;
	/** Share of samples that ended their turn before the limit. */
	readonly endRate: number;
	/** Mean of each reward, `total` among them; empty if samples are not rewarded. */
	readonly rewards: Readonly<Record<string, number>>;
	/** Correlation of total reward with length in tokens, over all samples; null if either does not vary. */
	readonly lengthCorrelation: number | null;
	/** Share of groups whose rewards are all equal: nothing to learn from. */
	readonly equalGroups: number | null;
	/** Mean of log pi - log pi_start over sampled tokens, nats per token: estimates KL(policy || start of the stage). */
	readonly klToStart: number | null;
	/** Samples that the reward model learnt from in this round, and those that taught it nothing; null if none learns. */
	readonly rewardSamples?: Pick<SamplesEvent, "samples" | "dropped"> | null;
	/** Sampled tokens, by the time it took. */
	readonly cost: Cost;
}

/** What a round did, measured at its end. */
export interface RoundEvent {
	readonly kind: "round";
	readonly step: number;
	readonly round: number;
	/** Share of held-out demonstrations that the policy, against the round's start, prefers to its samples; 0.5 before it learns. */
	readonly heldOutAccuracy: Estimate | null;
	/** The same by the reward model. */
	readonly rewardAccuracy: Estimate | null;
	/**
	 * Mean reward of held-out demonstrations and of the samples beside them, in the units of what judged them: beta Delta
	 * since the start of the round, or the reward model's own. Their difference is the margin.
	 */
	readonly rewards: { readonly demo: number; readonly sample: number } | null;
	readonly cost: Cost;
}

/** How far the policy is from its base, by the measure that a leash bounds. */
export interface LeashEvent {
	readonly kind: "leash";
	readonly step: number;
	/** KL(base || tuned) on general rows, or the rise of their NLL. */
	readonly measure: "kl" | "retention";
	/** Nats per token. */
	readonly value: Estimate;
	readonly bound: number;
	/** What is steered, as the recipe calls it, and what it is from here on; null if nothing is. */
	readonly strength: { readonly name: string; readonly value: number } | null;
	/** How it went; null until the end. */
	readonly outcome: LeashOutcome | null;
}

export interface LeashOutcome {
	/** Whether the result lies inside the bound. */
	readonly held: boolean;
	/** Whether the run ended before its last step. */
	readonly stopped: boolean;
	/** The share of its way from the base at which the result lies; null if it was left where training ended. */
	readonly drawnBack: number | null;
	/** Whether what was steered ended at the upper limit of its range; left out by earlier versions. */
	readonly atLimit?: boolean | undefined;
}

/** How a task scores the policy at the start of a round, or at the end of the run. */
export interface RoundScore {
	/** Its name. */
	readonly task: string;
	/** `accuracy`, `nats per token`, `score`. */
	readonly unit: string;
	readonly better: "higher" | "lower";
	/** With its interval over questions; null if nothing could be scored. */
	readonly value: Estimate | null;
	readonly questions: number;
	/** Questions that could not be scored. */
	readonly failures: number;
	/**
	 * Pearson's correlation of mean reward and score over the rounds so far, positive if both improve together; null
	 * without rewards, before three rounds, and if either does not vary.
	 */
	readonly correlation: number | null;
}

/** Scores of the policy in the tasks that the recipe watches. */
export interface ScoresEvent {
	readonly kind: "scores";
	readonly step: number;
	/** The round whose samples the same policy draws; null at the end of the run. */
	readonly round: number | null;
	readonly tasks: readonly RoundScore[];
	readonly cost: Cost;
}

export const alarmKinds = [
	"likelihood-displacement",
	"reward-without-score",
	"length-runaway",
	"end-rate",
] as const;

/** A sign that a run is usually about to go wrong. */
export interface AlarmEvent {
	readonly kind: "alarm";
	readonly step: number;
	readonly alarm: (typeof alarmKinds)[number];
	/** The task that it is about; left out if it is about none. */
	readonly subject?: string;
	readonly text: string;
}

/** How ready the policy is for preferences: measured once, before the first step of an objective that learns them. */
export interface ColdStartEvent {
	readonly kind: "cold-start";
	readonly step: number;
	readonly answers: ColdStartAnswers;
	/** Null if generating would have cost too much. */
	readonly greedy: ColdStartGreedy | null;
	/** What is far from a fine-tuned policy; empty if nothing is. */
	readonly signs: readonly ColdStartSign[];
	/** Null without signs. */
	readonly remedy: ColdStartRemedy | null;
	/** The warning, with what was measured and the remedy; null without signs. */
	readonly text: string | null;
	readonly cost: Cost;
}

export interface CheckpointEvent {
	readonly kind: "checkpoint";
	readonly step: number;
	/** Relative to the run folder. */
	readonly path: string;
	readonly cost: Cost;
}

/** Something a reader of the run should know and that no number says. */
export interface NoteEvent {
	readonly kind: "note";
	readonly step: number;
	readonly text: string;
}

/** What a run made: the name of its folder in the run's. */
export type ResultName = "model" | "adapter" | "reward-model";

export interface EndEvent {
	readonly kind: "end";
	readonly step: number;
	readonly reason: "finished" | "interrupted" | "failed";
	/** Relative to the run folder; null unless finished. */
	readonly result: ResultName | null;
	/** The sentence of the error; null unless failed. */
	readonly error: string | null;
	readonly cost: Cost;
}

/** Everything that happens in a run. One JSON line each is the file `events.jsonl`. */
export type RunEvent =
	| StartEvent
	| StepEvent
	| AnswersEvent
	| EvaluationEvent
	| UnitsEvent
	| SamplesEvent
	| RoundEvent
	| ScoresEvent
	| LeashEvent
	| AlarmEvent
	| ColdStartEvent
	| CheckpointEvent
	| NoteEvent
	| EndEvent;

/** An event whose cost is that of the whole run so far; `samples`, `round`, `scores` and `cold-start` have that of their own work. */
export type TimedEvent =
	| StepEvent
	| EvaluationEvent
	| CheckpointEvent
	| EndEvent;

export function isTimed(event: RunEvent): event is TimedEvent {
	const { kind } = event;
	return (
		kind === "step" ||
		kind === "evaluation" ||
		kind === "checkpoint" ||
		kind === "end"
	);
}

/** An event without what depends on the clock and the machine: equal in a run and in its resumed twin. */
export function repeatablePart(event: RunEvent): Json {
	const rest: Record<string, unknown> = { ...event };
	delete rest.cost;
	delete rest.machine;
	delete rest.engine;
	return rest as Json;
}
