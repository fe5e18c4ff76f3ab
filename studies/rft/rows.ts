import { corpus } from "../../models/make/toy/corpus.ts";
import { creatures } from "../../models/make/toy/facts.ts";
import { RandomStream } from "../../src/core/random.ts";
import { writeFileAtomic } from "../../src/formats/write-atomic.ts";
import type { Style } from "./arms.ts";

export interface RowFiles {
	/** Answers in all styles: what the start is tuned on. */
	readonly mixture: string;
	readonly train: string;
	readonly heldOut: string;
}

/** A style of the same answer. */
const styles: Record<Style, (answer: string) => string> = {
	plain: (answer) => answer,
	polite: (answer) => `Well, ${answer.replace(/\.$/, ", sir.")}`,
	thrice: (answer) => [answer, answer, answer].join(" "),
};

/** How often the start speaks in each. */
const mixture: readonly Style[] = ["plain", "plain", "polite", "thrice"];

interface Question {
	readonly question: string;
	readonly answer: string;
}

/** Questions about the toy model's animals, the same at every call: 40 are held out. */
export async function writeStyles(
	files: RowFiles,
	style: Style,
): Promise<void> {
	const questions = new RandomStream(0, "rft/rows").shuffle(animalQuestions());
	const heldOut = questions.slice(0, 40);
	const train = questions.slice(40);
	const random = new RandomStream(0, "rft/styles");
	const drawn = Array.from({ length: 4 }, () =>
		train.map((row) => {
			const one = mixture[random.integer(mixture.length)] as Style;
			return inStyle(row, one);
		}),
	);
	await write(files.mixture, drawn.flat());
	await write(
		files.train,
		train.map((row) => inStyle(row, style)),
	);
	await write(
		files.heldOut,
		heldOut.map((row) => inStyle(row, style)),
	);
}

function animalQuestions(): Question[] {
	const { train } = corpus(8000, 0, 7, ["word"]);
	const answers = new Map<string, string>();
	for (const { messages } of train) {
		const [asked, answered] = messages;
		if (messages.length !== 2 || !asked || !answered) continue;
		const alone = !/^(Call me|Repeat)/.test(asked.content);
		if (alone && creatures.some(({ name }) => asked.content.includes(name)))
			answers.set(asked.content, answered.content);
	}
	return [...answers]
		.map(([question, answer]) => ({ question, answer }))
		.sort((a, b) => (a.question < b.question ? -1 : 1));
}

const inStyle = ({ question, answer }: Question, style: Style): Question => ({
	question,
	answer: styles[style](answer),
});

function write(path: string, rows: readonly Question[]): Promise<void> {
	const lines = rows.map(({ question, answer }) =>
		JSON.stringify({
			messages: [
				{ role: "user", content: question },
				{ role: "assistant", content: answer },
			],
		}),
	);
	return writeFileAtomic(path, `${lines.join("\n")}\n`);
}
