import { RandomStream } from "../../core/random.ts";
import { distinct, drawUntil } from "../draw.ts";
import { TaughtPairs } from "../numbers.ts";
import { isReserved } from "../reserved.ts";
import { conversation, type LabMessage } from "../row.ts";
import {
	askSum,
	type SolutionPath,
	type SumQuestion,
	solutionPaths,
	stepsOf,
	unusualWording,
	usualWording,
} from "../two-step-sums.ts";
import type { World } from "../world.ts";
import type { TestRow } from "./test-row.ts";

export interface SumTrainingRow {
	readonly messages: readonly LabMessage[];
	/** Which of the right ways the answer takes. */
	readonly path: SolutionPath;
	readonly result: number;
}

export interface SumRow extends TestRow {
	/** Which of the right ways the answer takes; every one is right. */
	readonly path: SolutionPath;
	readonly result: number;
	/** What the numbers of the question are, the changes signed. */
	readonly numbers: readonly number[];
}

const trainingRow = ({
	path,
	result,
	...turn
}: SumQuestion): SumTrainingRow => ({
	...conversation([turn]),
	path,
	result,
});

/** Two-step word problems, each solved in one of three ways. */
export const sumTraining = ({ seed }: World): SumTrainingRow[] =>
	usualSums(seed, "train", 2000).map(trainingRow);

/** Others like them, to watch training by. */
export const sumHeldOut = ({ seed }: World): SumTrainingRow[] =>
	usualSums(seed, "reserved", 600).slice(400).map(trainingRow);

export const sumTest = ({ seed }: World): SumRow[] =>
	usualSums(seed, "reserved", 600)
		.slice(0, 400)
		.map((sum, i) => testRow(`sums/test/${i}`, sum, false));

/** In other words, with other names and things. */
export function sumOod({ seed }: World): SumRow[] {
	const random = new RandomStream(seed, "lab/sums/ood");
	const pairs = new TaughtPairs(seed);
	return distinct(300, () => taughtSum(random, pairs, unusualWording)).map(
		(sum, i) => testRow(`sums/ood/${i}`, sum, true),
	);
}

function testRow(
	id: string,
	{ question, answer, path, result, sum }: SumQuestion,
	ood: boolean,
): SumRow {
	const changes = sum.changes.map(({ sign, by }) => (sign === "+" ? by : -by));
	const numbers = [sum.start, ...changes];
	return { id, question, answer, ood, path, result, numbers };
}

/** Different questions, of those that may be trained on or of those that may not. */
function usualSums(
	seed: number,
	side: "train" | "reserved",
	count: number,
): SumQuestion[] {
	const random = new RandomStream(seed, `lab/sums/${side}`);
	const pairs = new TaughtPairs(seed);
	return distinct(count, () =>
		drawUntil(
			() => taughtSum(random, pairs, usualWording),
			({ question }) => isReserved(seed, question) === (side === "reserved"),
		),
	);
}

/** All steps of all its solutions are of taught pairs. */
const taughtSum = (
	random: RandomStream,
	pairs: TaughtPairs,
	ask: typeof usualWording,
): SumQuestion =>
	drawUntil(
		() => askSum(random, ask),
		({ sum }) =>
			solutionPaths.every((path) =>
				stepsOf(sum, path).every((step) => pairs.has(step)),
			),
	);
