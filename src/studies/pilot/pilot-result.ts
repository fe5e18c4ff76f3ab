import type { AlarmEvent, LeashEvent } from "../../runs/events.ts";
import type { Machine, Versions } from "../../runs/machine.ts";
import type { Estimate } from "../../stats/estimate.ts";
import type { WouldTell } from "../../stats/paired/questions-to-tell.ts";
import type { PilotNote } from "./pilot-note.ts";
import type { MonitorPoint } from "./run-monitors.ts";

/** One thing that is measured of a model, in one unit, the same way for the base and for every run. */
export interface Axis {
	/** Name of the task, or of the measure: `sums`, `general nll`. */
	readonly name: string;
	/** What it stands for: what tuning is for, what must stay, what was asked in other words, how far the model moved. */
	readonly role: "target" | "retention" | "wording" | "deviation";
	/** `accuracy`, `nats per token`, `tokens`, ... */
	readonly unit: string;
	readonly better: "higher" | "lower";
	/** What a responder that knows nothing gets; null where that has no number. */
	readonly chance: number | null;
	/** Half the width of the 95% interval of what repeated measures of the base, in the same questions, differ by. */
	readonly noise: number;
	/** Questions that the base has a score for; null where whole models are measured. */
	readonly questions: number | null;
}

/** Values by the names of axes; null where an axis could not be measured. */
export type Values = Readonly<Record<string, Estimate | null>>;

/** One point of a learning curve. */
export interface CurvePoint {
	readonly step: number;
	/** Held-out NLL, nats per token. */
	readonly nll: number | null;
	/** KL(base || tuned) on the general probe, nats per token. */
	readonly klGeneral: number | null;
	/** m_theta on training answers (arXiv 2408.10642), against the base, nats per token. */
	readonly mTheta: number | null;
}

/** Why a run did not finish. */
export type RunReason =
	/** Other learning rates of its arm scored more. */
	| { readonly kind: "other-rates" }
	/** Another learning rate of its arm scored the same, and a tie went to that one. */
	| { readonly kind: "tied-rates" }
	/** Its arm was left: the one of this name scored more, and had moved less from the base. */
	| { readonly kind: "outdone"; readonly by: string }
	/** Another beta of its arm scored more: that of the arm of this name. */
	| { readonly kind: "other-betas"; readonly by: string }
	| { readonly kind: "nothing-scored" }
	| { readonly kind: "unfinished" }
	/** How it broke, in the words of what broke. */
	| { readonly kind: "fault"; readonly text: string };

/** Answers without a score. */
export interface Unscored {
	readonly count: number;
	/** Which is the first of them, and why it has none. */
	readonly reason: string;
}

/** Where a leash stood when it was last measured; how it ended, where it came to its end. */
export type RunLeash = Omit<LeashEvent, "kind">;

/** One training of an arm. */
export interface PilotRun {
	/** Folder of the run, relative to the pilot's. */
	readonly run: string;
	readonly seed: number;
	readonly learningRate: number;
	readonly state: "finished" | "stopped" | "failed";
	/** Why it was stopped or how it failed; null where it finished. */
	readonly reason: RunReason | null;
	readonly values: Values;
	/** Null where all answers have a score, or none was asked for. */
	readonly unscored: Unscored | null;
	readonly curve: readonly CurvePoint[];
	readonly monitors: readonly MonitorPoint[];
	/** Null where nothing held it, or it was never measured. */
	readonly leash: RunLeash | null;
	/** The first alarm of each kind. */
	readonly alarms: readonly Pick<AlarmEvent, "alarm" | "step">[];
	readonly seconds: number;
	readonly memoryBytes: number;
}

/** A way to tune: an objective with its options, over seeds. */
export interface ArmResult {
	readonly name: string;
	/** The recipe's options that make the arm, for people: `minor-sft, beta 0.1`. */
	readonly options: string;
	/** How far it may move, and on which axis that is measured; null where nothing holds it. */
	readonly leash: { readonly axis: string; readonly bound: number } | null;
	/**
	 * The learning rate that its tuning chose, and all that it tried: the score of each is what it got in the first target
	 * task, on questions that count no more, when it was last looked at, in that task's unit; null where its run failed.
	 */
	readonly learningRate: number;
	readonly tried: readonly {
		readonly learningRate: number;
		readonly score: number | null;
	}[];
	readonly runs: readonly PilotRun[];
	/** Over seeds and items. */
	readonly values: Values;
	/** Differences from the base, paired by question: what the arm has less what the base has. */
	readonly gains: Values;
	/** Questions that the base and all its finished runs have a score for: those that gains are over, by axis. */
	readonly questions: Readonly<Record<string, number>>;
	/** Whether no other arm gains more and moves less. */
	readonly onFront: boolean;
}

/** A question, and what the base and the best run of each arm answered. */
export interface SideBySide {
	readonly task: string;
	readonly prompt: string;
	readonly expected: string | null;
	readonly answers: readonly {
		/** `base`, or the arm's name. */
		readonly by: string;
		readonly text: string;
		/** 0 to 1; null where the task gives no score to one answer. */
		readonly score: number | null;
	}[];
}

export interface Verdict {
	readonly ship: boolean;
	/** One-sided level of every bound: how often a condition that is not met passes for one that is. */
	readonly alpha: number;
	/** In the order in which they were looked at: targets, then what must stay. */
	readonly conditions: readonly {
		readonly holds: boolean;
		readonly axis: string;
		/** The run less the base, with its two-sided 95% interval; null if nothing could be compared. */
		readonly value: Estimate | null;
		/**
		 * The difference's one-sided bound at the verdict's level, which decides: the lower one if higher is better, else the
		 * upper one. Null if nothing could be compared or a single question gives no bound.
		 */
		readonly decisive: number | null;
		/** What the decisive bound is compared with. */
		readonly bound: number;
		/** Questions that were compared; null in results of older versions. */
		readonly questions: number | null;
		/** What would bring the decisive bound to the right side, had all else been the same; null if nothing would. */
		readonly wouldTell: WouldTell | null;
	}[];
}

/** All that a report is made of. */
export interface PilotResult {
	readonly version: 1;
	readonly title: string;
	/** ISO time. */
	readonly created: string;
	readonly model: { readonly name: string; readonly hash: string };
	readonly data: readonly {
		readonly name: string;
		readonly hash: string;
		readonly rows: number;
	}[];
	readonly machine: Omit<Machine, "host">;
	readonly versions: Versions;
	readonly notes: readonly PilotNote[];
	readonly axes: readonly Axis[];
	readonly base: Values;
	readonly arms: readonly ArmResult[];
	/** Name of the arm to go on with; null where none is better than the base. */
	readonly recommended: string | null;
	/** The recipe to go on with, as YAML; null where there is none. */
	readonly recipe: string | null;
	readonly verdict: Verdict | null;
	readonly samples: readonly SideBySide[];
	readonly seconds: number;
}
