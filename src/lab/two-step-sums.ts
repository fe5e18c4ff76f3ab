import type { RandomStream } from "../core/random.ts";
import { draw, drawSome } from "./draw.ts";
import { largest, resultOf, type Sign, type Step, worked } from "./numbers.ts";
import { strangeGoods, strangers } from "./plain-words.ts";
import type { Turn } from "./row.ts";
import { type Actors, changes, drawActors, ending } from "./sums.ts";

/** Ways to the result: as told, the second change first, or both changes taken together first. */
export const solutionPaths = ["told", "turned", "together"] as const;
export type SolutionPath = (typeof solutionPaths)[number];

/** A start and two changes. */
export interface TwoStepSum {
	readonly start: number;
	readonly changes: readonly [Change, Change];
}

interface Change {
	readonly sign: Sign;
	readonly by: number;
}

/** The two steps of a path, each of which leaves a number from 1 to 99. */
export function stepsOf(
	{ start, changes: [first, second] }: TwoStepSum,
	path: SolutionPath,
): readonly [Step, Step] {
	switch (path) {
		case "told":
			return inOrder(start, first, second);
		case "turned":
			return inOrder(start, second, first);
		case "together": {
			const both = together(first, second);
			const sign =
				first.sign === second.sign ? first.sign : larger(first, second).sign;
			return [both, { left: start, sign, right: resultOf(both) }];
		}
		default:
			return path satisfies never;
	}
}

function inOrder(start: number, first: Change, second: Change): [Step, Step] {
	const step = { left: start, sign: first.sign, right: first.by };
	return [step, { left: resultOf(step), sign: second.sign, right: second.by }];
}

const larger = (a: Change, b: Change): Change => (a.by > b.by ? a : b);

function together(a: Change, b: Change): Step {
	if (a.sign === b.sign) return { left: a.by, sign: "+", right: b.by };
	return {
		left: Math.max(a.by, b.by),
		sign: "-",
		right: Math.min(a.by, b.by),
	};
}

export const resultOfSum = (sum: TwoStepSum): number =>
	resultOf(stepsOf(sum, "told")[1]);

/** `14 + 9 = 23. 23 - 5 = 18. The answer is 18.` */
export function solution(sum: TwoStepSum, path: SolutionPath): string {
	return [...stepsOf(sum, path).map(worked), ending(resultOfSum(sum))].join(
		" ",
	);
}

/** Numbers for which all three paths differ and stay between 1 and 99. */
function drawTwoStepSum(random: RandomStream): TwoStepSum {
	for (;;) {
		const change = (): Change => ({
			sign: random.uniform() < 0.5 ? "+" : "-",
			by: 2 + random.integer(29),
		});
		const start = 3 + random.integer(68);
		const sum: TwoStepSum = { start, changes: [change(), change()] };
		const [first, second] = sum.changes;
		if (first.by === second.by || start === first.by || start === second.by)
			continue;
		const steps = solutionPaths.flatMap((path) => stepsOf(sum, path));
		if (steps.every((step) => inRange(resultOf(step)))) return sum;
	}
}

const inRange = (value: number) => value >= 1 && value <= largest;

/** `Mira has 14 pears. Mira buys 9 more and then gives 5 to Leo. How many pears does Mira have now?` */
export function usualWording(
	random: RandomStream,
	{ start, changes: told }: TwoStepSum,
): string {
	const actors = drawActors(random);
	const { one, thing } = actors;
	const [first, second] = told.map(({ sign, by }) =>
		draw(random, changes[sign])(by, actors),
	);
	return `${one} has ${start} ${thing}. ${one} ${first} and then ${second}. How many ${thing} does ${one} have now?`;
}

const unusualChange = {
	"+": (by: number) => `${by} were put in`,
	"-": (by: number) => `${by} were taken out`,
} as const;

/** Ways to ask that no training set uses: other words, names and things. */
const unusual: readonly ((
	actors: Actors,
	start: number,
	changes: readonly [string, string],
) => string)[] = [
	({ one, thing }, start, [first, second]) =>
		`The chest of ${one} held ${start} ${thing}. First ${first}, later ${second}. What number of ${thing} did the chest hold in the end?`,
	({ one, thing }, start, [first, second]) =>
		`How many ${thing} are left to ${one}, if there were ${start}, then ${first} and after that ${second}?`,
];

export function unusualWording(
	random: RandomStream,
	{ start, changes: told }: TwoStepSum,
): string {
	const [one, other] = drawSome(random, strangers, 2) as [string, string];
	const actors = { one, other, thing: draw(random, strangeGoods) };
	const [first, second] = told;
	return draw(random, unusual)(actors, start, [
		unusualChange[first.sign](first.by),
		unusualChange[second.sign](second.by),
	]);
}

/** A two-step sum as a question with one of its solutions. */
export interface SumQuestion extends Turn {
	readonly sum: TwoStepSum;
	readonly path: SolutionPath;
	readonly result: number;
}

export function askSum(
	random: RandomStream,
	ask: (random: RandomStream, sum: TwoStepSum) => string,
): SumQuestion {
	const sum = drawTwoStepSum(random);
	const path = draw(random, solutionPaths);
	return {
		question: ask(random, sum),
		answer: solution(sum, path),
		sum,
		path,
		result: resultOfSum(sum),
	};
}
