import { RandomStream } from "../../../src/core/random.ts";
import type { Tuning } from "./causes.ts";
import { askedFacts, knownFacts, newFacts, taught } from "./pools.ts";

/** A tuning on facts of which the base knows some, does not know others, and knows the rest only in other wordings. */
export interface Mixture extends Pick<Tuning, "rows" | "heldOut"> {
	readonly id: string;
	readonly seed: number;
	readonly shares: {
		readonly known: number;
		readonly unknown: number;
		readonly hidden: number;
	};
}

const questions = 120;

/** Three numbers of questions that sum to all of them, uniform over the triangle. */
function drawCounts(random: RandomStream) {
	const [a, b] = [random.uniform(), random.uniform()].toSorted((x, y) => x - y);
	const known = Math.round((a as number) * questions);
	const unknown = Math.round((b as number) * questions) - known;
	return { known, unknown, hidden: questions - known - unknown };
}

/** One of the tunings on which predicted effects are compared with measured ones. The recipe is the same for all. */
export function mixture(seed: number): Mixture {
	const random = new RandomStream(seed, "diagnose/mixture");
	const counts = drawCounts(random);
	const pool = knownFacts(seed);
	const known = pool.slice(0, counts.known);
	const hidden = pool.slice(counts.known, counts.known + counts.hidden);
	const others = pool.slice(questions, questions + counts.hidden);
	const unknown = newFacts(seed).slice(0, counts.unknown);
	const usual = [...known, ...unknown];
	return {
		id: `mixture-${seed}`,
		seed,
		shares: {
			known: counts.known / questions,
			unknown: counts.unknown / questions,
			hidden: counts.hidden / questions,
		},
		rows: [
			...usual.flatMap((fact) => [taught(fact, 0), taught(fact, 1)]),
			...others.flatMap((fact) => [taught(fact, 4), taught(fact, 5)]),
		],
		heldOut: [
			...askedFacts(seed, "usual", usual, (n) => 2 + (n % 2)),
			...askedFacts(seed, "hidden", hidden, (n) => 4 + (n % 2)),
		],
	};
}

export const mixtureSettings = [
	"objective={kind: minor-sft, beta: 0.5}",
	"optimizer.learningRate=7e-4",
	"length={kind: steps, count: 240}",
];
