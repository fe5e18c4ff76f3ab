import {
	type ColdStartSign,
	coldStartSigns,
} from "../../runs/cold-start-measures.ts";
import type { ColdStartEvent } from "../../runs/events.ts";

/**
 * Between what untouched policies measure on answers that are new to them and what policies measure that were fine-tuned on
 * such answers (studies/cold-start; docs/objectives.md has the table).
 */
export const coldStartLimits = {
	/** Nats per token: fine-tuned policies of the lab had at most 0.09, untouched ones at least 1.01. */
	excess: 0.5,
	/** Nats per token. A guess among 2,048 tokens has -7.6; fine-tuned policies had at least -0.9. */
	logProb: -4,
	/** Probability of ending the turn after an answer: fine-tuned policies had at least 0.98. */
	endP: 0.5,
	/** Share of greedy answers that end in time: fine-tuned policies had 1. */
	ended: 0.5,
} as const;

/** What of a policy is unlike one that was fine-tuned on such answers; empty if nothing is. */
export function findSigns({
	answers: { excess, logProb, endP },
	greedy,
}: Pick<ColdStartEvent, "answers" | "greedy">): ColdStartSign[] {
	const limits = coldStartLimits;
	const found: Record<ColdStartSign, boolean> = {
		// A few answers that differ by chance are no sign.
		excess: excess.value > limits.excess && excess.low > 0,
		unlikely: logProb.value < limits.logProb,
		"end-of-turn": endP !== null && endP < limits.endP,
		unfinished: greedy !== null && greedy.ended < limits.ended * greedy.prompts,
	};
	return coldStartSigns.filter((sign) => found[sign]);
}
