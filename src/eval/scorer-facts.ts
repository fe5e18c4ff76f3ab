import type { ScorerSpec } from "./task.ts";

/** What shared code may ask of a scorer without knowing which it is. */
export interface ScorerFacts {
	/** Whether it judges answers that the subject generates. */
	readonly generates: boolean;
	readonly better: "higher" | "lower";
	/** What a score is measured in where the metric is a mean. */
	readonly unit: string;
	readonly metric: "accuracy" | "mean";
	/** Whether scores are shares of right answers, so that an accuracy may be made of them. */
	readonly countable: boolean;
}

const match: ScorerFacts = {
	generates: true,
	better: "higher",
	unit: "score",
	metric: "accuracy",
	countable: true,
};

const free: ScorerFacts = { ...match, metric: "mean" };

export const scorerFacts: {
	readonly [K in ScorerSpec["kind"]]: ScorerFacts;
} = {
	nll: {
		generates: false,
		better: "lower",
		unit: "nats per token",
		metric: "mean",
		countable: false,
	},
	choice: { ...match, generates: false },
	exact: match,
	numeric: match,
	regex: match,
	"json-schema": match,
	contains: match,
	format: match,
	module: free,
	command: free,
	judge: { ...free, unit: "share won" },
};
