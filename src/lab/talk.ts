import type { RandomStream } from "../core/random.ts";
import { type Choice, makeChoice } from "./choice.ts";
import { draw, drawSome, drawUntil } from "./draw.ts";
import {
	cycles,
	kinds,
	opposites,
	plainWords,
	smallTalk,
} from "./plain-words.ts";
import type { Turn } from "./row.ts";

/** A question about common things, and what to say to it. */
export interface Talk extends Turn {
	/** The shortest right answer. */
	readonly brief: string;
	/** An answer like it that is wrong; null if there is no wrong answer. */
	readonly wrong: string | null;
	/** Whether there are more such questions than can be remembered. */
	readonly open: boolean;
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

function opposite(random: RandomStream): Talk {
	const [a, b] = draw(random, opposites);
	const [x, y] = random.uniform() < 0.5 ? [a, b] : [b, a];
	const others = opposites.flat().filter((word) => word !== x && word !== y);
	const ask = draw(random, [
		"What is the opposite of",
		"Tell me the opposite of",
	]);
	return {
		question: `${ask} ${x}${ask.startsWith("What") ? "?" : "."}`,
		answer: `The opposite of ${x} is ${y}.`,
		brief: `${capital(y)}.`,
		wrong: `The opposite of ${x} is ${draw(random, others)}.`,
		open: false,
	};
}

function neighbour(random: RandomStream): Talk {
	const { noun, members } = draw(random, cycles);
	const at = random.integer(members.length);
	const after = random.uniform() < 0.5;
	const here = members[at] as string;
	const step = after ? 1 : members.length - 1;
	const there = members[(at + step) % members.length] as string;
	const word = after ? "after" : "before";
	const others = members.filter(
		(member) => member !== there && member !== here,
	);
	return {
		question: `Which ${noun} comes ${word} ${here}?`,
		answer: `The ${noun} ${word} ${here} is ${there}.`,
		brief: `${capital(there)}.`,
		wrong: `The ${noun} ${word} ${here} is ${draw(random, others)}.`,
		open: false,
	};
}

function kind(random: RandomStream): Talk {
	const { noun, members } = draw(random, kinds);
	const other = draw(
		random,
		kinds.filter((kind) => kind.noun !== noun),
	);
	const member = draw(random, members);
	return {
		question: `What kind of thing is ${member}?`,
		answer: `The word ${member} stands for a ${noun}.`,
		brief: `A ${noun}.`,
		wrong: `The word ${member} stands for a ${other.noun}.`,
		open: false,
	};
}

function larger(random: RandomStream): Talk {
	const a = 1 + random.integer(99);
	const b = ((a + random.integer(98)) % 99) + 1;
	return {
		question: `Which is more, ${a} or ${b}?`,
		answer: `Of ${a} and ${b} the larger is ${Math.max(a, b)}.`,
		brief: `${Math.max(a, b)}.`,
		wrong: `Of ${a} and ${b} the larger is ${Math.min(a, b)}.`,
		open: true,
	};
}

function order(random: RandomStream): Talk {
	const numbers = new Set<number>();
	const count = 3 + random.integer(2);
	while (numbers.size < count) numbers.add(1 + random.integer(99));
	const given = [...numbers];
	const sorted = given.toSorted((a, b) => a - b);
	return {
		question: `Put in order: ${given.join(", ")}.`,
		answer: `In order: ${sorted.join(", ")}.`,
		brief: `${sorted.join(", ")}.`,
		wrong: `In order: ${sorted.toReversed().join(", ")}.`,
		open: true,
	};
}

function count(random: RandomStream): Talk {
	const from = 1 + random.integer(90);
	const length = 3 + random.integer(5);
	const numbers = Array.from({ length }, (_, i) => from + i);
	const list = numbers.join(", ");
	return {
		question: `Count from ${from} to ${from + length - 1}.`,
		answer: `I count: ${list}.`,
		brief: `${list}.`,
		wrong: `I count: ${numbers.toReversed().join(", ")}.`,
		open: true,
	};
}

function copy(random: RandomStream): Talk {
	const said = drawSome(random, plainWords, 2 + random.integer(4));
	return {
		question: `Repeat: ${said.join(" ")}`,
		answer: `You said: ${said.join(" ")}`,
		brief: said.join(" "),
		wrong: `You said: ${said.toReversed().join(" ")}`,
		open: true,
	};
}

function place(random: RandomStream): Talk {
	const said = drawSome(random, plainWords, 3 + random.integer(3));
	const first = random.uniform() < 0.5;
	const [right, wrong] = first
		? [said[0], said.at(-1)]
		: [said.at(-1), said[0]];
	const word = first ? "first" : "last";
	return {
		question: `What is the ${word} word of this: ${said.join(" ")}?`,
		answer: `The ${word} word is ${right}.`,
		brief: `${capital(right as string)}.`,
		wrong: `The ${word} word is ${wrong}.`,
		open: true,
	};
}

function greeting(random: RandomStream): Talk {
	const [question, answer] = draw(random, smallTalk);
	return { question, answer, brief: answer, wrong: null, open: false };
}

const families = [
	opposite,
	neighbour,
	kind,
	larger,
	order,
	count,
	copy,
	place,
	greeting,
];

/** A question of a family, each family as likely; of an open family one that `accepts` takes. */
export function drawTalk(
	random: RandomStream,
	accepts: (question: string) => boolean,
): Talk {
	const family = draw(random, families);
	return drawUntil(
		() => family(random),
		({ open, question }) => !open || accepts(question),
	);
}

/** As it is; or asked to be brief, and answered so; or asked to be polite. */
export function styled(random: RandomStream, talk: Talk): Turn {
	const at = random.uniform();
	const { question, answer, brief, wrong } = talk;
	if (at < 0.7 || wrong === null) return { question, answer };
	if (at < 0.85) return { question: `Be brief. ${question}`, answer: brief };
	return { question: `Be polite. ${question}`, answer: polite(talk) };
}

export const polite = ({ answer }: Turn): string =>
	`With pleasure. ${answer}${/[.!?]$/.test(answer) ? "" : "."} I hope that helps.`;

/** A question with four options about common things. */
export function drawTalkChoice(random: RandomStream): Choice {
	const gold = random.integer(4);
	const at = random.uniform();
	if (at < 0.4) {
		const { noun, members } = draw(random, kinds);
		const others = kinds
			.filter((kind) => kind.noun !== noun)
			.map((kind) => draw(random, kind.members));
		const wrong = drawSome(random, others, 3);
		const question = `Which of these is a ${noun}?`;
		return makeChoice(random, question, draw(random, members), wrong, gold);
	}
	if (at < 0.7) {
		const [x, y] = draw(random, opposites);
		const others = opposites.flat().filter((word) => word !== x && word !== y);
		const question = `What is the opposite of ${x}?`;
		return makeChoice(random, question, y, drawSome(random, others, 3), gold);
	}
	const said = drawSome(random, plainWords, 4);
	const right = said[0] as string;
	const question = `Which of these is the word ${right}?`;
	return makeChoice(random, question, right, said.slice(1), gold);
}
