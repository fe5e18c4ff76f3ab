import type { Unit } from "../../stats/unit.ts";
import type { AnswerReading } from "./answer-reading.ts";
import type { Leakage, LeakedPhrase } from "./leakage-result.ts";
import { contrast } from "./stripped-scores.ts";
import {
	longest,
	phrasesIn,
	shortest,
	type TrainedPhrase,
	trainedPhrases,
} from "./trained-phrases.ts";

/** A phrase is trained if this share of the training answers holds it, and no fewer than `fewest`. */
const least = 0.02;
const fewest = 3;

/** A phrase is rare if the base says it in at most this part of the share of training answers that hold it. */
const rare = 0.1;

/** Phrases that are listed, at most. */
const listed = 50;

export const leakageRule = `A trained phrase has ${shortest} to ${longest} words, occurs in at least ${100 * least}% of the training answers and in ${fewest} of them, and is rare in the base's own answers: their share is at most a tenth of that of the training answers. The answers in which phrases are counted do not decide which are rare: those to the other half of the prompts do. A phrase of the prompt itself does not count.`;

/** Answers of both models to a prompt that has nothing to do with the training rows. */
export type UnrelatedAnswer = Pick<
	AnswerReading,
	"id" | "question" | "prompt" | "base" | "tuned"
>;

interface Held {
	readonly answer: UnrelatedAnswer;
	readonly base: ReadonlySet<string>;
	readonly tuned: ReadonlySet<string>;
}

/**
 * Phrases of the training answers in answers to unrelated prompts. `ownAnswers` are further answers of the base, to any
 * prompts, by which rare phrases are told. Null without training answers or prompts.
 */
export function findLeakage(
	training: readonly string[],
	unrelated: readonly UnrelatedAnswer[],
	ownAnswers: readonly string[] = [],
): Leakage | null {
	if (training.length === 0 || unrelated.length === 0) return null;
	const enough = Math.max(fewest, Math.ceil(least * training.length));
	const phrases = trainedPhrases(training, enough);
	const wanted = new Set(phrases.map(({ key }) => key));
	const own = ownAnswers.map((text) => pick(phrasesIn(text), wanted));
	const halves = inHalves(unrelated).map((half) =>
		half.map((answer) => heldIn(answer, wanted)),
	);
	const counted = halves.flatMap((half, i) => {
		const others = [...own, ...(halves[1 - i] ?? []).map(({ base }) => base)];
		const kept = rarePhrases(phrases, training.length, others);
		return half.map(({ answer, base, tuned }) => ({
			answer,
			base: pick(base, kept),
			tuned: pick(tuned, kept),
		}));
	});
	return {
		prompts: unrelated.length,
		answers: contrast(
			sharesOf(counted, "base"),
			sharesOf(counted, "tuned"),
			"share",
		),
		phrases: leakedOf(phrases, counted),
		rule: leakageRule,
	};
}

/** By question, so that wordings of one question do not decide about each other. */
function inHalves(answers: readonly UnrelatedAnswer[]): UnrelatedAnswer[][] {
	const questions = [...new Set(answers.map(({ question }) => question))];
	const even = new Set(questions.filter((_, i) => i % 2 === 0));
	return [true, false].map((side) =>
		answers.filter(({ question }) => even.has(question) === side),
	);
}

function heldIn(answer: UnrelatedAnswer, wanted: ReadonlySet<string>): Held {
	const asked = phrasesIn(answer.prompt);
	const held = (text: string) =>
		new Set(
			[...pick(phrasesIn(text), wanted)].filter((key) => !asked.has(key)),
		);
	return { answer, base: held(answer.base), tuned: held(answer.tuned) };
}

function pick(
	keys: { keys(): Iterable<string> },
	wanted: ReadonlySet<string>,
): Set<string> {
	return new Set([...keys.keys()].filter((key) => wanted.has(key)));
}

function rarePhrases(
	phrases: readonly TrainedPhrase[],
	rows: number,
	own: readonly ReadonlySet<string>[],
): ReadonlySet<string> {
	const times = timesIn(own);
	const kept = phrases.filter(
		({ key, rows: trained }) =>
			(times.get(key) ?? 0) / Math.max(1, own.length) <=
			(rare * trained) / rows,
	);
	return new Set(kept.map(({ key }) => key));
}

function timesIn(all: readonly ReadonlySet<string>[]): Map<string, number> {
	const times = new Map<string, number>();
	for (const keys of all)
		for (const key of keys) times.set(key, (times.get(key) ?? 0) + 1);
	return times;
}

function sharesOf(
	held: readonly Held[],
	side: "base" | "tuned",
): Map<string, Unit> {
	const sums = new Map<string, Unit>();
	for (const { answer, [side]: phrases } of held) {
		const { sum, weight } = sums.get(answer.question) ?? { sum: 0, weight: 0 };
		const one = Number(phrases.size > 0);
		sums.set(answer.question, { sum: sum + one, weight: weight + 1 });
	}
	return new Map(
		[...sums].map(([question, { sum, weight }]) => [
			question,
			{ sum: sum / weight, weight: 1 },
		]),
	);
}

/** Phrases that the tuned model says more often, without the parts of a longer one that occur no oftener than it. */
function leakedOf(
	phrases: readonly TrainedPhrase[],
	held: readonly Held[],
): LeakedPhrase[] {
	const base = timesIn(held.map((one) => one.base));
	const tuned = timesIn(held.map((one) => one.tuned));
	const leaked = phrases
		.map((phrase) => ({
			...phrase,
			base: base.get(phrase.key) ?? 0,
			tuned: tuned.get(phrase.key) ?? 0,
		}))
		.filter((phrase) => phrase.tuned > phrase.base)
		.sort((a, b) => b.key.length - a.key.length);
	const kept: typeof leaked = [];
	for (const phrase of leaked) {
		const inside = kept.some(
			(other) =>
				` ${other.key} `.includes(` ${phrase.key} `) &&
				other.tuned >= phrase.tuned,
		);
		if (!inside) kept.push(phrase);
	}
	return kept
		.sort((a, b) => b.tuned - b.base - (a.tuned - a.base))
		.slice(0, listed)
		.map(({ text, rows, base, tuned }) => ({ text, rows, base, tuned }));
}
