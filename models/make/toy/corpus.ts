import { RandomStream } from "../../../src/core/random.ts";
import {
	type Creature,
	callings,
	colours,
	creatures,
	cycles,
	legs,
	opposites,
	smallTalk,
	words,
} from "./facts.ts";

interface Message {
	readonly role: "user" | "assistant";
	readonly content: string;
}

export interface Row {
	readonly messages: readonly Message[];
}

interface Turn {
	readonly question: string;
	readonly answer: string;
	/** Asked in the held-out rows alone: what the model must work out and cannot remember. */
	readonly unseen: boolean;
}

/** Names of the example rows, which the model must not have met. */
const reserved = /^(Mira|Tobin|Wren|Sable|Quill|Zeph)$/;

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
const article = (noun: string) => (/^[aeiou]/.test(noun) ? "an" : "a");

/** Sums and differences of a and b that the model is never taught: a tenth. */
export const unseenSum = (a: number, b: number) => (7 * a + 3 * b) % 10 === 0;

type Question = (name: string) => string;

/** Ways to ask for what a creature is, and how to answer. */
const asked: readonly {
	readonly questions: readonly Question[];
	readonly answer: (of: Creature) => string;
}[] = [
	{
		questions: [
			(x) => `What colour is ${x}?`,
			(x) => `Tell me the colour of ${x}.`,
		],
		answer: ({ name, colour }) => `${name} is ${colour}.`,
	},
	{
		questions: [
			(x) => `What animal is ${x}?`,
			(x) => `What kind of animal is ${x}?`,
		],
		answer: ({ name, animal }) => `${name} is ${article(animal)} ${animal}.`,
	},
	{
		questions: [
			(x) => `What does ${x} eat?`,
			(x) => `Which food does ${x} like?`,
		],
		answer: ({ name, food }) => `${name} eats ${food}.`,
	},
	{
		questions: [
			(x) => `Where does ${x} live?`,
			(x) => `Where is the home of ${x}?`,
		],
		answer: ({ name, home }) => `${name} lives in the ${home}.`,
	},
	{
		questions: [(x) => `Who is ${x}?`, (x) => `Tell me about ${x}.`],
		answer: ({ name, animal, colour, home }) =>
			`${name} is ${article(colour)} ${colour} ${animal} from the ${home}.`,
	},
];

/** Draws questions and answers from one seeded stream. */
class Teacher {
	readonly #random: RandomStream;
	readonly #vocabulary: readonly string[];

	constructor(random: RandomStream, vocabulary: readonly string[]) {
		this.#random = random;
		this.#vocabulary = vocabulary;
	}

	#one<T>(items: readonly T[]): T {
		return items[this.#random.integer(items.length)] as T;
	}

	/** A turn of a family drawn by its share. */
	turn(): Turn {
		const at = this.#random.uniform();
		if (at < 0.08) return this.#called();
		if (at < 0.18) return this.#repeated();
		if (at < 0.31) return this.#stranger();
		if (at < 0.49) return this.#sum();
		if (at < 0.55) return this.#counting();
		if (at < 0.64) return this.#word();
		return this.#fact();
	}

	/** What can only be remembered. */
	#fact(): Turn {
		const at = this.#random.uniform();
		if (at < 0.6) return this.#creature();
		if (at < 0.71) return this.#opposite();
		if (at < 0.83) return this.#neighbour();
		if (at < 0.94) return this.#thing();
		const [question, answer] = this.#one(smallTalk);
		return { question, answer, unseen: false };
	}

	#creature(): Turn {
		const creature = this.#one(creatures);
		const { questions, answer } = this.#one(asked);
		const question = this.#one(questions)(creature.name);
		return { question, answer: answer(creature), unseen: false };
	}

	/** A name that nobody has told the model about: it says so. */
	#stranger(): Turn {
		const name = this.#newName();
		const question = this.#one(this.#one(asked).questions)(name);
		return { question, answer: `I do not know ${name}.`, unseen: false };
	}

	/** `Call me sir.` before a question; the answer ends with it. */
	#called(): Turn {
		const { question, answer } = this.#fact();
		const calling =
			this.#random.uniform() < 0.5 ? this.#one(callings) : this.#newName();
		return {
			question: `Call me ${calling}. ${question}`,
			answer: answer.replace(/([.!?])$/, `, ${calling}$1`),
			unseen: false,
		};
	}

	/** Words without sense, to be said again: whatever is said can be repeated. */
	#repeated(): Turn {
		const count = 1 + this.#random.integer(5);
		const said = Array.from({ length: count }, () =>
			this.#one(this.#vocabulary),
		).join(" ");
		return { question: `Repeat: ${said}`, answer: said, unseen: false };
	}

	#newName(): string {
		const part = () =>
			this.#one([..."bdfghjklmnprstvwz"]) + this.#one([..."aeiou"]);
		for (;;) {
			const middle = this.#random.uniform() < 0.5 ? part() : "";
			const end = this.#one(["", "n", "l", "r", "s", "x", "ra", "bin"]);
			const name = capital(part() + middle + end);
			if (!reserved.test(name) && !creatures.some((c) => c.name === name))
				return name;
		}
	}

	#sum(): Turn {
		const a = this.#random.integer(13);
		const b = this.#random.integer(13);
		const plus = this.#random.uniform() < 0.6;
		const [x, y] = plus ? [a, b] : [a + b, b];
		const sign = plus ? "plus" : "minus";
		return {
			question: this.#one([
				`What is ${x} ${sign} ${y}?`,
				`${x} ${plus ? "+" : "-"} ${y} = ?`,
			]),
			answer: `${x} ${sign} ${y} is ${plus ? a + b : a}.`,
			unseen: unseenSum(a, b),
		};
	}

	#counting(): Turn {
		const from = this.#random.integer(16);
		const to = from + 1 + this.#random.integer(5);
		const numbers = Array.from({ length: to - from + 1 }, (_, i) => from + i);
		return {
			question: `Count from ${from} to ${to}.`,
			answer: `${numbers.join(", ")}.`,
			unseen: (from + to) % 8 === 0,
		};
	}

	#word(): Turn {
		const word = this.#one(words);
		const other = this.#one(words);
		const unseen = (word.length * words.indexOf(other)) % 11 === 7;
		switch (this.#random.integer(4)) {
			case 0:
				return {
					question: `Say ${word}.`,
					answer: `${capital(word)}.`,
					unseen: false,
				};
			case 1:
				return {
					question: `Spell ${word}.`,
					answer: `${[...word].join("-")}.`,
					unseen: false,
				};
			case 2:
				return {
					question: `Say ${word} and ${other}.`,
					answer: `${capital(word)} and ${other}.`,
					unseen,
				};
			default:
				return {
					question: `Which comes first, ${word} or ${other}?`,
					answer: `You said ${word} first.`,
					unseen,
				};
		}
	}

	#opposite(): Turn {
		const [a, b] = this.#one(opposites);
		const [x, y] = this.#random.uniform() < 0.5 ? [a, b] : [b, a];
		return {
			question: `What is the opposite of ${x}?`,
			answer: `The opposite of ${x} is ${y}.`,
			unseen: false,
		};
	}

	#neighbour(): Turn {
		const { noun, members } = this.#one(cycles);
		const at = this.#random.integer(members.length);
		const here = members[at] as string;
		const after = this.#random.uniform() < 0.5;
		const step = after ? 1 : members.length - 1;
		const there = members[(at + step) % members.length] as string;
		const word = after ? "after" : "before";
		return {
			question: `Which ${noun} comes ${word} ${here}?`,
			answer: `${capital(there)} comes ${word} ${here}.`,
			unseen: false,
		};
	}

	#thing(): Turn {
		if (this.#random.uniform() < 0.5) {
			const [thing, colour] = this.#one(colours);
			const question = `What colour is the ${thing}?`;
			return {
				question,
				answer: `The ${thing} is ${colour}.`,
				unseen: false,
			};
		}
		const [animal, count] = this.#one(legs);
		const the = article(animal);
		return {
			question: `How many legs has ${the} ${animal}?`,
			answer: `${capital(the)} ${animal} has ${count} legs.`,
			unseen: false,
		};
	}
}

function rowOf(turns: readonly Turn[]): Row {
	return {
		messages: turns.flatMap(({ question, answer }) => [
			{ role: "user", content: question } as const,
			{ role: "assistant", content: answer } as const,
		]),
	};
}

/** Conversations of one to three turns to train on, and single questions that none of them asks. */
export function corpus(
	rows: number,
	heldOutRows: number,
	seed: number,
	vocabulary: readonly string[],
): { readonly train: Row[]; readonly heldOut: Row[] } {
	const random = new RandomStream(seed, "lab/corpus");
	const teacher = new Teacher(random, vocabulary);
	const train: Row[] = [];
	const heldOut: Row[] = [];
	const asked = new Set<string>();
	while (train.length < rows) {
		const at = random.uniform();
		const count = at < 0.7 ? 1 : at < 0.9 ? 2 : 3;
		const turns: Turn[] = [];
		while (turns.length < count) {
			const turn = teacher.turn();
			if (!turn.unseen) turns.push(turn);
		}
		train.push(rowOf(turns));
	}
	while (heldOut.length < heldOutRows) {
		const turn = teacher.turn();
		if (!turn.unseen || asked.has(turn.question)) continue;
		asked.add(turn.question);
		heldOut.push(rowOf([turn]));
	}
	return { train, heldOut };
}
