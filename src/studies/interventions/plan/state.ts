import type { EvalResult } from "../../../eval/eval-result.ts";
import type { StudyTypes } from "../../study.ts";
import type { GroupsDecision } from "../groups/choose-groups.ts";
import type { Prediction } from "../groups/predictions.ts";
import type { InterventionResult } from "../intervention-result.ts";
import type { InterventionJob } from "./job.ts";

/** What a learning rate got, mean over the groups that it was tried on; null if no run has a score. */
export interface TriedRate {
	readonly learningRate: number;
	readonly score: number | null;
}

/** The learning rate of all arms. */
export interface RateDecision {
	readonly kind: "rate";
	/** The rates and groups that it was chosen from. */
	readonly asked: string;
	readonly tried: readonly TriedRate[];
	readonly chosen: number;
}

export type InterventionDecision = GroupsDecision | RateDecision;

/** What the study needs of a finished job. */
export type InterventionReading =
	| {
			readonly kind: "questions";
			readonly predictions: readonly Prediction[];
			/** Questions that could not be measured. */
			readonly unmeasured: number;
	  }
	| {
			readonly kind: "explanations";
			/** By the line of the question. */
			readonly texts: ReadonlyMap<number, string>;
	  }
	| {
			readonly kind: "measured";
			/** Share of right answers, mean over tasks; null if nothing was scored. */
			readonly score: number | null;
			readonly unscored: {
				readonly count: number;
				readonly reason: string;
			} | null;
			readonly result: EvalResult;
	  };

/** Something that a reader of the result should know. */
export interface InterventionNote {
	readonly kind: string;
	readonly values: Readonly<Record<string, string | number>>;
}

export interface InterventionTypes extends StudyTypes {
	readonly job: InterventionJob;
	readonly reading: InterventionReading;
	readonly decision: InterventionDecision;
	readonly result: InterventionResult;
	readonly note: InterventionNote;
	readonly time: {
		readonly id: string;
		readonly seconds: number;
	};
}
