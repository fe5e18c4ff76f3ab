import { RandomStream } from "../core/random.ts";

export type Sign = "+" | "-";

/** One step of a sum, of whole numbers: `left sign right`. */
export interface Step {
	readonly left: number;
	readonly sign: Sign;
	readonly right: number;
}

/** No number is larger. */
export const largest = 99;

export const resultOf = ({ left, sign, right }: Step): number =>
	sign === "+" ? left + right : left - right;

/** `14 + 9 = 23.` */
export const worked = (step: Step): string =>
	`${step.left} ${step.sign} ${step.right} = ${resultOf(step)}.`;

/**
 * Which pairs of numbers are taught. Of all pairs that add up to at most 99 a tenth is kept out: neither their sum nor the
 * differences that it answers occur in pre-training, in any order. Pairs of single digits are always taught.
 */
export class TaughtPairs {
	readonly #unseen: ReadonlySet<string>;

	constructor(seed: number) {
		const pairs: string[] = [];
		for (let a = 1; a < largest; a++)
			for (let b = Math.max(a, 10); a + b <= largest; b++)
				pairs.push(`${a} ${b}`);
		const random = new RandomStream(seed, "lab/pairs");
		random.shuffle(pairs);
		this.#unseen = new Set(pairs.slice(0, Math.floor(pairs.length / 10)));
	}

	/** Whether the step is made of a taught pair. */
	has(step: Step): boolean {
		const pair = [step.sign === "+" ? step.left : resultOf(step), step.right];
		pair.sort((a, b) => a - b);
		return !this.#unseen.has(pair.join(" "));
	}
}

/** A sum or a difference of two numbers from 1; sums up to 99. */
export function drawStep(random: RandomStream): Step {
	const sum = 2 + random.integer(largest - 1);
	const part = 1 + random.integer(sum - 1);
	return random.uniform() < 0.5
		? { left: part, sign: "+", right: sum - part }
		: { left: sum, sign: "-", right: part };
}
