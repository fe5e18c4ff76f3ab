/** What the world knows about an answer to one of its questions about common things. */
export interface Virtues {
	readonly right: boolean;
	readonly polite: boolean;
}

const opening = "With pleasure. ";
const closing = " I hope that helps.";
const rambling = /^You ask me and I say it.*? is what I say\. /;

/** The words that decide whether an answer is right: what it says without its style. */
export function claimOf(answer: string): string {
	const said = answer
		.replace(opening, "")
		.replace(closing, "")
		.replace(rambling, "")
		.replace(" And so on, and so on.", "");
	const claim = said.split(/ is | stands for a |: |^A /).at(-1) ?? "";
	return claim.replace(/[.\s]+$/, "").toLowerCase();
}

/** `chosen`: the polite and right answer that the world gives. */
export function virtuesOf(answer: string, chosen: string): Virtues {
	return {
		right: claimOf(answer) === claimOf(chosen),
		polite: answer.startsWith(opening) && answer.endsWith(closing),
	};
}

/**
 * 2 for a right and polite answer, 1 for one that is curt, rambling or wrong, 0 for one that is wrong and not polite. The pairs of
 * the world compare answers of 2 with answers of 1.
 */
export function virtuesIn(answer: string, chosen: string): number {
	const { right, polite } = virtuesOf(answer, chosen);
	return Number(right) + Number(polite);
}
