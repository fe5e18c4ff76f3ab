import type { EvalResult } from "../../../eval/eval-result.ts";
import type { StudyTypes } from "../../study.ts";
import type { Trial } from "../allocation.ts";
import type { BudgetResult } from "../budget-result.ts";
import type { Step } from "../buy/step.ts";
import type { BudgetJob } from "./job.ts";
import type { Anchor, StageKind } from "./rates.ts";

/** Something that is settled once and for all. */
export type BudgetDecision =
	| {
			readonly kind: "rates";
			readonly stage: StageKind;
			readonly anchors: readonly Anchor[];
	  }
	| {
			readonly kind: "buy";
			readonly why: Extract<Step, { kind: "buy" }>["why"];
			readonly trials: readonly Trial[];
	  }
	| {
			readonly kind: "stop";
			readonly why: Extract<Step, { kind: "stop" }>["why"];
			/** The question that it answers. */
			readonly asked: string;
	  };

/** What a budget study needs of a finished job. */
export interface BudgetReading {
	/** On the target, oriented so that higher is better; null if nothing was scored. */
	readonly score: number | null;
	/** KL(base || tuned), nats per token; null if it was not measured. */
	readonly moved: number | null;
	/** Null if every answer has a score. */
	readonly unscored: { readonly count: number; readonly reason: string } | null;
	readonly result: EvalResult;
}

/** Something that a reader of the report should know. */
export interface BudgetNote {
	readonly kind: string;
	readonly values: Readonly<Record<string, string | number>>;
}

export interface BudgetTypes extends StudyTypes {
	readonly job: BudgetJob;
	readonly reading: BudgetReading;
	readonly decision: BudgetDecision;
	readonly result: BudgetResult;
	readonly note: BudgetNote;
	readonly time: { readonly id: string; readonly seconds: number };
}

/** What the plan of a budget study sees of its progress. */
export interface BudgetState {
	readonly done: ReadonlyMap<string, Pick<BudgetReading, "score">>;
	readonly failed: ReadonlySet<string>;
	readonly decisions: readonly BudgetDecision[];
}
