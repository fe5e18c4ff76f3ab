import type { InputHash } from "./inputs.ts";
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
	readonly effectiveTokens: number;
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
	/** Mean probability of the turn-ending tokens; null where a step has none. */
	readonly endOfTurnP: number | null;
}

/** An estimate and its 95% interval. */
export interface Estimate {
	readonly value: number;
	readonly low: number;
	readonly high: number;
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
}

export interface StepEvent {
	readonly kind: "step";
	/** Optimizer steps done, this one included; the first is 1. */
	readonly step: number;
	/** Passes over the data, with its fraction. */
	readonly epoch: number;
	/** The objective's own value. Comparable between steps of one objective only. */
	readonly loss: number;
	/** Plain negative log-likelihood, nats per supervised token. Comparable everywhere. */
	readonly nll: number;
	/** Norm of the whole gradient before clipping. */
	readonly gradNorm: number;
	readonly learningRate: number;
	/** Tokens of this step, and those of them that are supervised. */
	readonly tokens: number;
	readonly supervisedTokens: number;
	readonly monitors: Monitors;
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
	readonly mTheta: number | null;
	readonly samples?: readonly Sample[];
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

export interface EndEvent {
	readonly kind: "end";
	readonly step: number;
	readonly reason: "finished" | "interrupted" | "failed";
	/** Relative to the run folder; null unless finished. */
	readonly result: "model" | "adapter" | null;
	/** The sentence of the error; null unless failed. */
	readonly error: string | null;
	readonly cost: Cost;
}

/** Everything that happens in a run. One JSON line each is the file `events.jsonl`. */
export type RunEvent =
	| StartEvent
	| StepEvent
	| EvaluationEvent
	| CheckpointEvent
	| NoteEvent
	| EndEvent;

/** An event without what depends on the clock and the machine: equal in a run and in its resumed twin. */
export function repeatablePart(event: RunEvent): Json {
	const rest: Record<string, unknown> = { ...event };
	delete rest.cost;
	delete rest.machine;
	return rest as Json;
}
