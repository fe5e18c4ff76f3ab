import { createInterface } from "node:readline";
import { RandomStream } from "../../src/core/random.ts";
import { virtuesIn } from "./truth.ts";

/**
 * A rater who says whether an answer is right and polite, and errs, each time independently: the program of a command scorer. It
 * reads an answer on each line and prints its verdict.
 */
const errors = 0.2;

let verdicts = 0;
for await (const line of createInterface({ input: process.stdin })) {
	const { completion, answer } = JSON.parse(line);
	const good = virtuesIn(completion, answer) === 2;
	const random = new RandomStream(0, `rater/${verdicts++}`);
	console.log(Number(random.uniform() < errors ? !good : good));
}
