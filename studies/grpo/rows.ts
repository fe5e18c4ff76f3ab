import { unseenSum } from "../../models/make/toy/corpus.ts";
import { RandomStream } from "../../src/core/random.ts";
import { writeFileAtomic } from "../../src/formats/write-atomic.ts";

export interface RowFiles {
	/** Sums that the model was never taught, each asked in one of two ways. */
	readonly unseen: string;
	/** The same sums, asked in the other way. */
	readonly heldOut: string;
	/** The first, and as many that it was taught. */
	readonly mixed: string;
	/** Other sums that it was taught, as many. */
	readonly known: string;
}

interface Sum {
	readonly ways: readonly string[];
	readonly answer: string;
}

/** The sums and differences of the toy model's corpus, the same at every call. */
export async function writeSums(files: RowFiles): Promise<void> {
	const unseen: Sum[] = [];
	const taught: Sum[] = [];
	for (let a = 0; a <= 12; a++)
		for (let b = 0; b <= 12; b++)
			(unseenSum(a, b) ? unseen : taught).push(sum(a, b), difference(a, b));
	const known = new RandomStream(0, "grpo/known").shuffle(taught);
	const count = unseen.length;
	await write(files.unseen, unseen, 0);
	await write(files.heldOut, unseen, 1);
	await write(files.known, known.slice(0, count), 0);
	await write(files.mixed, [...unseen, ...known.slice(count, 2 * count)], 0);
}

function sum(a: number, b: number): Sum {
	return {
		ways: [`What is ${a} plus ${b}?`, `${a} + ${b} = ?`],
		answer: `${a} plus ${b} is ${a + b}.`,
	};
}

/** Of a + b and b, so that no answer is negative. */
function difference(a: number, b: number): Sum {
	return {
		ways: [`What is ${a + b} minus ${b}?`, `${a + b} - ${b} = ?`],
		answer: `${a + b} minus ${b} is ${a}.`,
	};
}

/** Ways of asking by turns. */
function write(
	path: string,
	sums: readonly Sum[],
	first: number,
): Promise<void> {
	const lines = sums.map(({ ways, answer }, i) =>
		JSON.stringify({
			messages: [
				{ role: "user", content: ways[(i + first) % 2] },
				{ role: "assistant", content: answer },
			],
		}),
	);
	return writeFileAtomic(path, `${lines.join("\n")}\n`);
}
