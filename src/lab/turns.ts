import type { RandomStream } from "../core/random.ts";
import { letteredTurn } from "./choice.ts";
import { drawUntil } from "./draw.ts";
import { factChoice, factTurn, statementOf } from "./facts.ts";
import type { Step, TaughtPairs } from "./numbers.ts";
import type { Turn } from "./row.ts";
import {
	drawPlainSum,
	drawWordProblem,
	drawWorkedSum,
	type Sum,
	shownSteps,
} from "./sums.ts";
import { drawTalk, drawTalkChoice, styled } from "./talk.ts";
import type { Exposure, Fact } from "./world.ts";

/** One thing that pre-training says: a sentence of a story, or a turn of a conversation. */
export type Saying =
	| { readonly kind: "sentence"; readonly sentence: string }
	| { readonly kind: "turn"; readonly turn: Turn };

/** A fact, in the way in which it is met. The place of a right option is drawn. */
export function exposed(
	random: RandomStream,
	fact: Fact,
	{ kind, wording }: Exposure,
): Saying {
	switch (kind) {
		case "prose":
			return { kind: "sentence", sentence: statementOf(fact, wording) };
		case "question":
			return { kind: "turn", turn: factTurn(fact, wording) };
		case "choice": {
			const choice = factChoice(random, fact, wording, random.integer(4));
			return { kind: "turn", turn: letteredTurn(choice) };
		}
		default:
			return kind satisfies never;
	}
}

/** What conversations are about in addition to facts, and how many turns of each pre-training holds. */
export const topics = {
	plainSum: 20_000,
	workedSum: 20_000,
	wordProblem: 60_000,
	talk: 45_000,
	talkChoice: 12_000,
} as const;
export type Topic = keyof typeof topics;

/** Questions that a set may ask, of those that could be trained on or kept back. */
export interface Allowed {
	readonly pairs: TaughtPairs;
	readonly question: (question: string) => boolean;
}

/** A turn of a topic, all steps of sums of taught pairs. */
export function drawTurn(
	random: RandomStream,
	topic: Topic,
	{ pairs, question }: Allowed,
): Turn {
	const sum = (drawOne: (random: RandomStream) => Sum) =>
		drawUntil(
			() => drawOne(random),
			(sum) => question(sum.question) && stepsAreTaught(sum.step, pairs),
		);
	switch (topic) {
		case "plainSum":
			return sum(drawPlainSum);
		case "workedSum":
			return sum(drawWorkedSum);
		case "wordProblem":
			return sum(drawWordProblem);
		case "talk":
			return styled(random, drawTalk(random, question));
		case "talkChoice":
			return letteredTurn(drawTalkChoice(random));
		default:
			return topic satisfies never;
	}
}

const stepsAreTaught = (step: Step, pairs: TaughtPairs) =>
	[step, ...shownSteps(step)].every((shown) => pairs.has(shown));
