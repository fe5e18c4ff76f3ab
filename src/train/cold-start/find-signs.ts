import {
	type ColdStartEvent,
	type ColdStartSign,
	coldStartSigns,
} from "../../runs/events.ts";

/**
 * Where policies that were not fine-tuned on such answers differ from those that were, as measured in
 * studies/cold-start (docs/objectives.md has the table).
 */
export const coldStartLimits = {
	/** Nats per token: fine-tuned policies had at most 0.09, untouched ones at least 0.88. */
	excess: 0.5,
	/** Nats per token: fine-tuned policies had at least -2.0; -7.6 is a guess among 2,048 tokens. */
	logProb: -4,
	/** Probability of ending the turn after an answer: fine-tuned policies had at least 0.97. */
	endP: 0.5,
	/** Share of greedy answers that end in time: fine-tuned policies had at least 0.75. */
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
