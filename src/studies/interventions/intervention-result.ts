import type { QuestionRole } from "../../eval/task/task.ts";
import type { Estimate } from "../../stats/estimate.ts";

/** What a run is trained on (arXiv 2402.18243, section 3): rows that agree with the model, rows that contradict it, and two in between. */
export type InterventionGroup =
	/** The model's answer is right, and it is taught. */
	| "harmonious"
	/** The model's answer is wrong, and the right one is taught. */
	| "incompatible"
	/** The questions of `incompatible`, with the model's own answer and explanation. */
	| "self-aligning"
	/** The questions of `incompatible` with what is needed to answer them in the prompt. */
	| "contextualised";

/** An arm of the study: a group, a mix, or a number of rows. */
export type InterventionArm =
	| { readonly kind: "group"; readonly group: InterventionGroup }
	/** Questions of `incompatible`, this share of them with the model's own answer. */
	| { readonly kind: "mix"; readonly selfAligning: number }
	| {
			readonly kind: "quantity";
			readonly group: InterventionGroup;
			readonly rows: number;
	  };

/** Means over seeds with 95% intervals (Student's t). */
export interface InterventionScores {
	readonly accuracy: Estimate | null;
	/** Difference from the base without examples in the prompt, points as shares. */
	readonly gain: Estimate | null;
	/** Mean over questions of Spearman's correlation of option probabilities: base with examples against tuned without. */
	readonly rankCorrelation: Estimate | null;
	/** KL(base || tuned) over options, nats. */
	readonly optionKl: Estimate | null;
	readonly entropy: Estimate | null;
}

export interface InterventionArmResult {
	readonly name: string;
	readonly arm: InterventionArm;
	/** Rows of the group, without the general ones. */
	readonly rows: number;
	readonly seeds: readonly number[];
	/** By role; a role without a task is left out. */
	readonly scores: Readonly<Partial<Record<QuestionRole, InterventionScores>>>;
	/** General KL(base || tuned), nats per token. */
	readonly kl: Estimate | null;
	/** Why runs failed, by seed. */
	readonly failures: Readonly<Record<string, string>>;
}

/** Whether a contrast of the paper holds here: its interval lies above 0, includes 0, or lies below. */
export type ContrastVerdict = "replicated" | "not-replicated" | "reversed";

export interface InterventionContrast {
	/** Arm minus arm. */
	readonly of: string;
	readonly against: string;
	readonly role: QuestionRole;
	/** Paired by seed. */
	readonly difference: Estimate;
	/** Difference that the paper reports, as shares; null if it reports none. */
	readonly paper: readonly number[] | null;
	readonly verdict: ContrastVerdict;
}

/** A group before training. */
export interface GroupFacts {
	readonly group: InterventionGroup;
	/** Questions that could be used, and that were used after matching. */
	readonly available: number;
	readonly used: number;
	/** Mean calibrated confidence of the used ones. */
	readonly confidence: number | null;
}

/** What `npx temper-lm intervene` finds. */
export interface InterventionResult {
	readonly version: 1;
	/** ISO time. */
	readonly created: string;
	/** Version of this package. */
	readonly temper: string;
	readonly title: string;
	/** A key that only this kind of result has. */
	readonly interventions: readonly InterventionArmResult[];
	readonly model: string;
	readonly groups: readonly GroupFacts[];
	/** Questions left out, by reason. */
	readonly excluded: readonly {
		readonly reason: string;
		readonly questions: number;
	}[];
	/** The base with and without examples in the prompt. */
	readonly base: Readonly<
		Partial<
			Record<
				QuestionRole,
				{
					readonly fewShot: Estimate | null;
					readonly zeroShot: Estimate | null;
					readonly questions: number;
				}
			>
		>
	>;
	readonly contrasts: readonly InterventionContrast[];
	/** The share of self-aligning rows with the best score in each role. */
	readonly bestMix: Readonly<Partial<Record<QuestionRole, number>>>;
	/** Spearman's partial correlation over runs of consistency and accuracy, controlling for the base's accuracy; null if it is not defined. */
	readonly partialCorrelation: {
		readonly runs: number;
		readonly value: Estimate;
	} | null;
	/** Whether a few good examples do as well as many: the smallest number of rows within the noise of the best. */
	readonly quantity: {
		readonly enough: number;
		readonly best: number;
		readonly role: QuestionRole;
	} | null;
}
