// Puts a trained toy model in its place and says how well it answers, by what it is asked.
//   npx tsx --conditions=source models/make/toy/install.ts [RUN]
import { cpSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { greedyAnswers } from "../blank/greedy-answers.ts";
import { corpus, type Row } from "./corpus.ts";
import { readProbe } from "./read-probe.ts";

const root = join(import.meta.dirname, "..", "..", "..");
const toy = join(root, "models", "toy");
const trained = join(resolve(process.argv[2] ?? "runs/toy"), "model");

/** What a question is about, by its first words. */
const topics: readonly (readonly [name: string, pattern: RegExp])[] = [
	["sums", /^What is \d+ (plus|minus)|^\d+ [+-]/],
	["counting", /^Count/],
	["names that it does not know", /^I do not know/],
	["words", /^(Say|Spell|Which comes first)/],
	["repeating", /^Repeat/],
	["calling people as asked", /^Call me/],
];

async function report(title: string, rows: readonly Row[]): Promise<void> {
	const questions = rows.map(({ messages: [question] }) => question!.content);
	const options = { maxNewTokens: 40, batchRows: 32 };
	const answers = await greedyAnswers(toy, questions, options);
	const right = new Map<string, [right: number, all: number]>();
	rows.forEach(({ messages: [question, answer] }, i) => {
		const text = `${question!.content} ${answer!.content}`;
		const topic =
			topics.find(
				([, pattern]) =>
					pattern.test(question!.content) || pattern.test(answer!.content),
			)?.[0] ?? "facts and talk";
		const count = right.get(topic) ?? [0, 0];
		count[0] += answers[i] === answer!.content ? 1 : 0;
		count[1]++;
		right.set(topic, count);
		if (answers[i] !== answer!.content && count[1] - count[0] <= 3)
			console.log(`  ${text}  ->  ${answers[i]}`);
	});
	for (const [topic, [ok, all]] of right)
		console.log(`${title}: ${topic}: ${ok} of ${all}`);
}

rmSync(toy, { recursive: true });
cpSync(trained, toy, { recursive: true });
const { vocabulary } = readProbe();
const { heldOut } = corpus(16_000, 120, 7, vocabulary);
const { train: fresh } = corpus(600, 0, 8, vocabulary);
await report(
	"as in training",
	fresh.filter(({ messages }) => messages.length === 2),
);
await report("held out", heldOut);
