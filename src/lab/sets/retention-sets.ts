import { RandomStream } from "../../core/random.ts";
import { distinct, drawUntil } from "../draw.ts";
import { TaughtPairs } from "../numbers.ts";
import { isReserved } from "../reserved.ts";
import { drawWordProblem } from "../sums.ts";
import { drawTalk } from "../talk.ts";
import type { World } from "../world.ts";
import type { TestRow } from "./test-row.ts";

export interface OneStepRow extends TestRow {
	readonly result: number;
	/** Whether pre-training holds the pair of numbers, in other questions. */
	readonly pair: "taught" | "unseen";
}

/** One-step word problems that the base was not trained on: half of them of pairs of numbers that it never met. */
export function retainedSums({ seed }: World): OneStepRow[] {
	const random = new RandomStream(seed, "lab/retention/sums");
	const pairs = new TaughtPairs(seed);
	const sums = (taught: boolean) =>
		distinct(150, () =>
			drawUntil(
				() => drawWordProblem(random),
				({ question, step }) =>
					isReserved(seed, question) && pairs.has(step) === taught,
			),
		);
	return [...sums(true), ...sums(false)].map(
		({ question, answer, result, step }, i) => ({
			id: `retention/sums/${i}`,
			question,
			answer,
			ood: false,
			result,
			pair: pairs.has(step) ? "taught" : "unseen",
		}),
	);
}

export interface TalkRow extends TestRow {
	/** Whether pre-training holds the question: there are not many of its kind. */
	readonly seen: boolean;
}

/** Questions about common things, answered in one way. */
export function retainedTalk({ seed }: World): TalkRow[] {
	const random = new RandomStream(seed, "lab/retention/talk");
	const talks = distinct(200, () =>
		drawTalk(random, (question) => isReserved(seed, question)),
	);
	return talks.map(({ question, answer, open }, i) => ({
		id: `retention/talk/${i}`,
		question,
		answer,
		ood: false,
		seen: !open,
	}));
}
