import { RandomStream } from "../../../core/random.ts";
import { type AnswerForm, plainAnswer, wordsOf } from "./answer-form.ts";

/** A question whose answer may serve as a wrong option of others. */
export interface AnsweredQuestion {
	readonly question: string;
	readonly answer: string;
	readonly form: AnswerForm;
	/** Questions and answers of other topics are never mixed; null if no column names them. */
	readonly topic: string | null;
}

export interface DistractorOptions {
	/** Wrong options of each question. */
	readonly count: number;
	readonly seed: number;
}

/** Other answers that are compared with an answer, at most. */
const mostCompared = 400;

/** The nearest so many times the wanted number are drawn from. */
const nearest = 4;

/** The rule, for people. */
export function distractorRule(
	{ count, seed }: DistractorOptions,
	topic: string | null,
): string {
	const same = topic === null ? "" : ` and of the same ${topic}`;
	return `${count} answers to other questions, of the same form (number, date, name, word, phrase or sentence)${same}, drawn with seed ${seed} from the ${nearest * count} that are nearest in the words of question and answer and in length`;
}

interface Entry extends AnsweredQuestion {
	readonly plain: string;
	readonly plainQuestion: string;
	readonly questionWords: ReadonlySet<string>;
	readonly answerWords: ReadonlySet<string>;
}

function entryOf(one: AnsweredQuestion): Entry {
	return {
		...one,
		plain: plainAnswer(one.answer),
		plainQuestion: plainAnswer(one.question),
		questionWords: new Set(wordsOf(one.question)),
		answerWords: new Set(wordsOf(one.answer)),
	};
}

/** Words that two texts share, as a share of all their words. */
function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
	let shared = 0;
	for (const word of a) if (b.has(word)) shared++;
	const all = a.size + b.size - shared;
	return all === 0 ? 0 : shared / all;
}

function likeness(a: Entry, b: Entry): number {
	const [short, long] = [a.plain.length, b.plain.length].sort((x, y) => x - y);
	return (
		overlap(a.questionWords, b.questionWords) +
		overlap(a.answerWords, b.answerWords) +
		(short as number) / Math.max(1, long as number)
	);
}

/** Whether one answer says the other: `Paris` and `Paris, France`. */
function says(a: Entry, b: Entry): boolean {
	if (a.form === "number" || a.form === "date") return a.plain === b.plain;
	return (
		` ${a.plain} `.includes(` ${b.plain} `) ||
		` ${b.plain} `.includes(` ${a.plain} `)
	);
}

/** Answers to other questions, as wrong options. All draws depend on the seed and the place of the question alone. */
export class Distractors {
	readonly #groups = new Map<string, Entry[]>();
	readonly #rightFor = new Map<string, Entry[]>();
	readonly #options: DistractorOptions;

	constructor(
		questions: readonly AnsweredQuestion[],
		options: DistractorOptions,
	) {
		this.#options = options;
		for (const one of questions) {
			const entry = entryOf(one);
			push(this.#groups, groupKey(one), entry);
			push(this.#rightFor, entry.plainQuestion, entry);
		}
	}

	/** Wrong options for a question; fewer than wanted if there are no more. */
	for(question: AnsweredQuestion, place: number): string[] {
		const own = entryOf(question);
		const { seed, count } = this.#options;
		const stream = new RandomStream(seed, `distractors ${place}`);
		const right = this.#rightFor.get(own.plainQuestion) ?? [];
		const group = this.#groups.get(groupKey(question)) ?? [];
		const compared =
			group.length <= mostCompared
				? group
				: Array.from(
						{ length: mostCompared },
						() => group[stream.integer(group.length)] as Entry,
					);
		const near = new Map<string, { entry: Entry; likeness: number }>();
		for (const entry of compared) {
			if (says(own, entry) || right.some((one) => says(one, entry))) continue;
			const found = likeness(own, entry);
			const before = near.get(entry.plain);
			if (before === undefined || found > before.likeness)
				near.set(entry.plain, { entry, likeness: found });
		}
		const nearby = [...near.values()]
			.sort((a, b) => b.likeness - a.likeness)
			.slice(0, nearest * count)
			.map(({ entry }) => entry);
		return apart(stream.shuffle(nearby), count);
	}
}

/** The first so many of which none says another. */
function apart(entries: readonly Entry[], count: number): string[] {
	const taken: Entry[] = [];
	for (const entry of entries) {
		if (taken.length === count) break;
		if (!taken.some((one) => says(one, entry))) taken.push(entry);
	}
	return taken.map(({ answer }) => answer);
}

function groupKey({ form, topic }: AnsweredQuestion): string {
	return `${form} ${topic ?? ""}`;
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
	const list = map.get(key);
	if (list) list.push(value);
	else map.set(key, [value]);
}
