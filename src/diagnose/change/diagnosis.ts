import type { SubjectResult } from "../../eval/eval-result.ts";
import type { QuestionRole } from "../../eval/task/task.ts";
import type { Estimate } from "../../stats/estimate.ts";
import type { Contrast } from "../contrast.ts";
import type { Knowledge } from "../probe/probe-result.ts";
import type { Leakage } from "../style/leakage-result.ts";
import type { StyleDiagnosis } from "../style/style-result.ts";

/** What happened to the answer to one question. */
export type Change =
	/** The base did not know it, the tuned model does. */
	| "learned"
	/** The base knew it but did not answer it as asked; the tuned model does. */
	| "drawn-out"
	/** The substance of the answer is the same; its form changed the score. */
	| "restyled"
	/** The base knew it, the tuned model does not. */
	| "damaged"
	| "unchanged";
export const changes = [
	"learned",
	"drawn-out",
	"restyled",
	"damaged",
	"unchanged",
] as const satisfies readonly Change[];

/** What the changes of all questions point to. */
export type Cause =
	| "new-knowledge"
	| "drawn-out"
	| "format-only"
	/** What was taught contradicts what the base knew: known answers were replaced by others. */
	| "wrong-answers"
	/** What was taught is known only in the taught wording, or at the price of everything else. */
	| "overfit"
	| "no-change"
	| "unclear";

/** Questions by whether the base and the tuned model answer them right. */
export interface FlipMatrix {
	readonly rightRight: number;
	readonly rightWrong: number;
	readonly wrongRight: number;
	readonly wrongWrong: number;
}

/** One task of a diagnosis. */
export interface TaskDiagnosis {
	readonly name: string;
	readonly role: QuestionRole;
	readonly scorer: string;
	readonly questions: number;
	/** Questions left out, by reason. */
	readonly excluded: readonly {
		readonly reason: string;
		readonly questions: number;
	}[];
	/** The base with examples in the prompt; null if it was not measured so. */
	readonly baseFewShot: Estimate | null;
	/** As asked of users, without examples. */
	readonly score: Contrast;
	/** By what the base knew; a group without questions is left out. */
	readonly byKnowledge: Readonly<Partial<Record<Knowledge, Contrast>>>;
	readonly flips: FlipMatrix;
	readonly changes: Readonly<Record<Change, Estimate>>;
	/** Mean over questions of Spearman's correlation of option probabilities, base against tuned; null for other scorers than choice. */
	readonly rankCorrelation: Estimate | null;
	/** KL(base || tuned) over options, nats; mean over questions. */
	readonly optionKl: Estimate | null;
	/** Entropy of the choice, nats. */
	readonly entropy: Contrast | null;
	/** Agreement of answers over wordings, orders and seeds. */
	readonly consistency: Contrast | null;
}

/** The change of questions that share a value of a column. */
export interface ChangeSlice {
	readonly task: string;
	readonly column: string;
	readonly value: string;
	readonly score: Contrast;
	/** p of the difference against the other questions, corrected for the number of slices (Holm); null if too few. */
	readonly p: number | null;
}

/** What to do next. */
export type NextStep =
	| "ship"
	| "few-examples-suffice"
	| "put-into-prompt"
	| "add-wordings"
	| "train-less"
	| "use-leash"
	| "check-answers"
	| "score-substance"
	| "more-rows"
	| "more-questions";

export interface TunedDiagnosis {
	readonly subject: SubjectResult;
	readonly tasks: readonly TaskDiagnosis[];
	/** Shares of all questions of the roles `held-out` and `in-domain`, with intervals. */
	readonly shares: Readonly<Record<Change, Estimate>>;
	readonly cause: Cause;
	/** Evidence for the cause: the numbers that the rule compared, by name. */
	readonly evidence: Readonly<Record<string, number>>;
	readonly next: readonly NextStep[];
	/** KL(base || tuned) on general text, nats per token; null if it was not measured. */
	readonly kl: Estimate | null;
	readonly style: StyleDiagnosis | null;
	readonly leakage: Leakage | null;
	readonly slices: readonly ChangeSlice[];
}

/** What `npx temper-lm diagnose` finds. */
export interface Diagnosis {
	readonly version: 1;
	/** ISO time. */
	readonly created: string;
	/** Version of this package. */
	readonly temper: string;
	readonly base: SubjectResult;
	readonly tuned: readonly TunedDiagnosis[];
	/**
	 * Spearman's partial correlation over tuned models of consistency with the base (mean rank correlation) and accuracy,
	 * controlling for the base's accuracy; null below five models, or if something does not vary.
	 */
	readonly partialCorrelation: {
		readonly runs: number;
		readonly value: Estimate;
	} | null;
	readonly seconds: number;
}
