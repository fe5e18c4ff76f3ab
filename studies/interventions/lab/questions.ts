import { RandomStream } from "../../../src/core/random.ts";
import { balancedPlaces, makeChoice } from "../../../src/lab/choice.ts";
import { drawSome } from "../../../src/lab/draw.ts";
import { statementOf } from "../../../src/lab/facts.ts";
import { askedTalk } from "../../../src/lab/sets/asked-talk.ts";
import {
	exposureClasses,
	type Fact,
	factsMet,
} from "../../../src/lab/world.ts";
import { type AskedFact, askedFacts, world } from "../../diagnose/lab/pools.ts";

/** A question on a fact, with the sentence that states it. */
export interface StatedFact extends AskedFact {
	readonly statement: string;
}

/** Facts of each exposure class in each set. */
const perClass = { train: 200, inDomain: 40, sameField: 40 } as const;

/** Of each exposure class, facts for training and for the two tests, none of them in two sets. */
function split(): Readonly<Record<keyof typeof perClass, Fact[]>> {
	const { train, inDomain, sameField } = perClass;
	const sets = {
		train: [] as Fact[],
		inDomain: [] as Fact[],
		sameField: [] as Fact[],
	};
	for (const exposures of exposureClasses) {
		const random = new RandomStream(exposures, "interventions/facts");
		const facts = random.shuffle([...factsMet(world, exposures)]);
		sets.train.push(...facts.splice(0, train));
		sets.inDomain.push(...facts.splice(0, inDomain));
		sets.sameField.push(...facts.splice(0, sameField));
	}
	return sets;
}

const stated = (name: string, facts: readonly Fact[], from: number) =>
	askedFacts(1, name, facts, (n) => from + (n % (from === 4 ? 2 : 4))).map(
		(row, i): StatedFact => {
			const fact = facts[i] as Fact;
			return { ...row, statement: statementOf(fact, i % 4) };
		},
	);

/** Questions about common things, with the right answer and three answers to other questions. */
export function talkChoices(count: number): object[] {
	const random = new RandomStream(1, "interventions/talk");
	const talks = askedTalk(world, "interventions/talk", {
		count,
		reserved: true,
	});
	const places = balancedPlaces(random, count);
	return talks.map(({ question, answer, wrong }, i) => {
		const others = talks
			.map((talk) => talk.answer)
			.filter((one) => one !== answer);
		const wrongs = [
			wrong as string,
			...drawSome(
				random,
				others.filter((one) => one !== wrong),
				2,
			),
		];
		const { options, gold } = makeChoice(
			random,
			question,
			answer,
			wrongs,
			places[i] ?? 0,
		);
		return { id: `talk/${i}`, question, options, gold, answer };
	});
}

/** All questions of the study: to train on, and by role. */
export function interventionQuestions() {
	const { train, inDomain, sameField } = split();
	return {
		train: stated("train", train, 0),
		"in-domain": stated("in-domain", inDomain, 0),
		"same-field": stated("same-field", sameField, 4),
		"out-of-domain": talkChoices(200),
	};
}
