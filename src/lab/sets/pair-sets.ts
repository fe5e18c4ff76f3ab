import { RandomStream } from "../../core/random.ts";
import { distinct, drawUntil } from "../draw.ts";
import { isReserved } from "../reserved.ts";
import { drawTalk, polite, type Talk } from "../talk.ts";
import type { World } from "../world.ts";

/** What is the matter with a rejected answer. */
export const faults = ["curt", "wrong", "rambling"] as const;
export type Fault = (typeof faults)[number];

export interface PairRow {
	readonly question: string;
	readonly chosen: string;
	readonly rejected: string;
	readonly fault: Fault;
}

/** Polite and right answers beside curt, wrong and rambling ones. */
export const pairTraining = (world: World): PairRow[] =>
	pairs(world, "train", 600);

/** Pairs of questions that are never trained on. */
export const pairHeldOut = (world: World): PairRow[] =>
	pairs(world, "reserved", 150);

function pairs(
	{ seed }: World,
	side: "train" | "reserved",
	count: number,
): PairRow[] {
	const random = new RandomStream(seed, `lab/pairs/${side}`);
	const reserved = side === "reserved";
	const fits = (question: string) => isReserved(seed, question) === reserved;
	return distinct(count, () =>
		drawUntil(
			() => drawTalk(random, fits),
			// Questions that can be remembered are divided between the two, as all others are.
			({ question, wrong }) => wrong !== null && fits(question),
		),
	).map((talk, i) => pairOf(talk, faults[i % faults.length] as Fault));
}

function pairOf(talk: Talk, fault: Fault): PairRow {
	const chosen = polite(talk);
	return {
		question: talk.question,
		chosen,
		rejected: faulty(talk, fault),
		fault,
	};
}

function faulty(talk: Talk, fault: Fault): string {
	switch (fault) {
		case "curt":
			return talk.brief;
		case "wrong":
			return polite({ ...talk, answer: talk.wrong ?? talk.answer });
		case "rambling":
			return `You ask me and I say it, and when I say it you have it, for what you ask is what I say. ${talk.answer} And so on, and so on.`;
		default:
			return fault satisfies never;
	}
}
