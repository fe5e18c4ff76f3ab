import type { Estimate } from "../stats/estimate.ts";

/**
 * What shows that a policy has not been fine-tuned on such answers: more surprise than its entropy, answers that are
 * unlikely altogether, turns that it does not end after them, and answers of its own that do not end in time.
 */
export const coldStartSigns = [
	"excess",
	"unlikely",
	"end-of-turn",
	"unfinished",
] as const;

export type ColdStartSign = (typeof coldStartSigns)[number];

/** What cures a cold start. */
export interface ColdStartRemedy {
	/** Demonstrations to fine-tune on first. */
	readonly demonstrations: number;
	/** The setting that adds an SFT term to the objective; null if it has no such option. */
	readonly sftTerm: string | null;
	/** Weight of the SFT term that the objective has already; 0 without one. */
	readonly sftWeight: number;
}

/** How a policy rates the chosen or desirable answers of a sample of the training rows. */
export interface ColdStartAnswers {
	/** Answers, and their supervised tokens. */
	readonly count: number;
	readonly tokens: number;
	/** Mean log-probability of their tokens, nats per token. */
	readonly logProb: Estimate;
	/** Mean of NLL minus the entropy of the same prediction, nats per token: near 0 for a policy fitted to such answers. */
	readonly excess: Estimate;
	/** Mean probability of the turn-ending token after an answer; null if no answer ends with one. */
	readonly endP: number | null;
	/** Share of answers after which the turn-ending token is the likeliest; null if no answer ends with one. */
	readonly endFirst: number | null;
}

/** Greedy answers to the prompts of training rows. */
export interface ColdStartGreedy {
	readonly prompts: number;
	/** Answers that ended their turn within the limit. */
	readonly ended: number;
	/** Most new tokens of an answer. */
	readonly limit: number;
}
