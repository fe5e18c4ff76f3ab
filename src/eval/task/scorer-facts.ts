import { normalText } from "../../rewards/functions/exact.ts";
import { lastRational } from "../../rewards/numbers/last-number.ts";
import { rationalKey } from "../../rewards/numbers/rational.ts";
import type { Scale } from "../../stats/unit.ts";
import type { ScorerSpec } from "./task.ts";

/** What shared code may ask of a scorer without knowing which it is. */
export interface ScorerFacts {
	/** Whether it judges answers that the subject generates. */
	readonly generates: boolean;
	readonly better: "higher" | "lower";
	/** The unit of a score if the metric is a mean. */
	readonly unit: string;
	readonly metric: "accuracy" | "mean";
	/** Whether scores are shares of right answers, so that an accuracy may be made of them. */
	readonly countable: boolean;
	/** The range of its scores if they are not counted as right answers. */
	readonly scale: Exclude<Scale, "share">;
	/** Another number whenever the same answer gets another score: results of different numbers are not compared. */
	readonly scoring: number;
	/** Whether it compares answers with the base's. */
	readonly needsBase: boolean;
	/** What of an answer must be equal for two answers to agree. */
	readonly essence: (answer: string) => string;
}

const sameText = (answer: string) => normalText(answer, true).trim();
const sameNumber = (answer: string) => {
	const value = lastRational(answer);
	return value === null ? "" : rationalKey(value);
};

const match: ScorerFacts = {
	generates: true,
	better: "higher",
	unit: "score",
	metric: "accuracy",
	countable: true,
	scale: "score",
	scoring: 3,
	needsBase: false,
	essence: sameText,
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
		scale: "open",
		scoring: 1,
		needsBase: false,
		essence: sameText,
	},
	choice: { ...match, generates: false, scoring: 1 },
	exact: match,
	numeric: { ...match, essence: sameNumber },
	regex: match,
	"json-schema": match,
	contains: match,
	format: { ...match, scoring: 1 },
	module: free,
	command: free,
	judge: { ...free, unit: "share won", needsBase: true },
};
