import { conversation, type LabMessage } from "../row.ts";
import { polite, type Talk } from "../talk.ts";
import type { World } from "../world.ts";
import { askedTalk } from "./asked-talk.ts";
import type { TestRow } from "./test-row.ts";

const manners = ["polite", "plain", "curt"] as const;
type Manner = (typeof manners)[number];

/** What is the matter with a rejected answer. All but `wrong` are right answers in another manner. */
const mannerFaults = ["plain", "curt", "wrong"] as const;
export type MannerFault = (typeof mannerFaults)[number];

export interface MannerRow {
	readonly messages: readonly LabMessage[];
	/** How the answer is given. */
	readonly manner: Manner;
}

export interface MannerPair {
	readonly question: string;
	readonly chosen: string;
	readonly rejected: string;
	readonly fault: MannerFault;
}

export interface MannerTestRow extends TestRow {
	/** The preferred answer and one with a fault, the preferred one at `gold`. */
	readonly options: readonly [string, string];
	/** 0 or 1. */
	readonly gold: number;
	readonly fault: MannerFault;
}

/** Training rows of both kinds ask the same questions. */
const taught = (world: World) =>
	askedTalk(world, "lab/manner/train", { count: 600, reserved: false });

/**
 * Demonstrations as by people who answer rightly, each in their own manner: a third politely, a third plainly, a third curtly. Only
 * pairs say which manner is preferred.
 */
export const mannerDemonstrations = (world: World): MannerRow[] =>
	taught(world).map((talk, i) => {
		const manner = manners[i % manners.length] as Manner;
		const answer = inManner(talk, manner);
		return {
			...conversation([{ question: talk.question, answer }]),
			manner,
		};
	});

/** The polite and right answer is preferred to a plain, a curt and a wrong one, a third each. */
export const mannerPairs = (world: World): MannerPair[] =>
	taught(world).map(pairOf);

/** Which of two answers is preferred? On reserved questions. */
export const mannerTest = (world: World): MannerTestRow[] =>
	askedTalk(world, "lab/manner/test", { count: 300, reserved: true }).map(
		(talk, i) => {
			const { question, chosen, rejected, fault } = pairOf(talk, i);
			const gold = Math.floor(i / mannerFaults.length) % 2;
			return {
				...{ id: `manner/test/${i}`, question, answer: chosen, ood: false },
				options: gold === 0 ? [chosen, rejected] : [rejected, chosen],
				...{ gold, fault },
			};
		},
	);

function pairOf(talk: Talk, place: number): MannerPair {
	const fault = mannerFaults[place % mannerFaults.length] as MannerFault;
	const { question, answer, wrong } = talk;
	const rejected =
		fault === "wrong"
			? polite({ ...talk, answer: wrong ?? answer })
			: inManner(talk, fault);
	return { question, chosen: polite(talk), rejected, fault };
}

function inManner(talk: Talk, manner: Manner): string {
	switch (manner) {
		case "polite":
			return polite(talk);
		case "plain":
			return talk.answer;
		case "curt":
			return talk.brief;
		default:
			return manner satisfies never;
	}
}
