import type { RandomStream } from "../core/random.ts";
import { draw, drawSome } from "./draw.ts";
import { drawStep, resultOf, type Sign, type Step, worked } from "./numbers.ts";
import { cast, goods } from "./plain-words.ts";
import type { Turn } from "./row.ts";

/** A question whose answer is a number, and the step that gives it. */
export interface Sum extends Turn {
	readonly step: Step;
	readonly result: number;
}

const plain: readonly ((step: Step) => string)[] = [
	({ left, sign, right }) =>
		`What is ${left} ${sign === "+" ? "plus" : "minus"} ${right}?`,
	({ left, sign, right }) => `${left} ${sign} ${right} = ?`,
];

const slow: readonly ((step: Step) => string)[] = [
	({ left, sign, right }) => `Work out ${left} ${sign} ${right}.`,
	({ left, sign, right }) =>
		sign === "+"
			? `Add ${right} to ${left}, step by step.`
			: `Take ${right} from ${left}, step by step.`,
];

export const ending = (result: number): string => `The answer is ${result}.`;

const sumOf = (step: Step, question: string, answer: string): Sum => ({
	step,
	result: resultOf(step),
	question,
	answer,
});

/** `What is 14 plus 9?` `14 + 9 = 23.` */
export function drawPlainSum(random: RandomStream): Sum {
	const step = drawStep(random);
	return sumOf(step, draw(random, plain)(step), worked(step));
}

/** Tens and ones one after the other. */
function inSteps({ left, sign, right }: Step): Step[] {
	const tens = right - (right % 10);
	const ones = right % 10;
	const steps: Step[] = [];
	let at = left;
	for (const part of [tens, ones])
		if (part > 0) {
			const step = { left: at, sign, right: part };
			steps.push(step);
			at = resultOf(step);
		}
	return steps;
}

/** `Work out 37 + 48.` `37 + 40 = 77. 77 + 8 = 85. The answer is 85.` */
export function drawWorkedSum(random: RandomStream): Sum {
	const step = drawStep(random);
	const answer = [...inSteps(step).map(worked), ending(resultOf(step))];
	return sumOf(step, draw(random, slow)(step), answer.join(" "));
}

/** Every step that the answer of a worked sum shows. */
export const shownSteps = (step: Step): readonly Step[] => inSteps(step);

export interface Actors {
	readonly one: string;
	readonly other: string;
	readonly thing: string;
}

export function drawActors(random: RandomStream): Actors {
	const [one, other] = drawSome(random, cast, 2) as [string, string];
	return { one, other, thing: draw(random, goods) };
}

/** How somebody comes to have more or fewer. */
export const changes: Readonly<
	Record<Sign, readonly ((by: number, actors: Actors) => string)[]>
> = {
	"+": [
		(by) => `buys ${by} more`,
		(by) => `finds ${by} more`,
		(by, { other }) => `gets ${by} more from ${other}`,
	],
	"-": [
		(by, { other }) => `gives ${by} to ${other}`,
		(by) => `loses ${by}`,
		(by) => `sells ${by}`,
	],
};

type Ask = (left: number, right: number, actors: Actors) => string;

const scenes: Readonly<Record<Sign, readonly Ask[]>> = {
	"+": [
		(left, right, { one, thing }) =>
			`There are ${left} ${thing} in a box. ${one} puts in ${right} more. How many ${thing} are in the box?`,
		(left, right, { one, other, thing }) =>
			`${one} found ${left} ${thing} and ${other} found ${right}. How many ${thing} did they find together?`,
	],
	"-": [
		(left, right, { one, thing }) =>
			`There are ${left} ${thing} in a box. ${one} takes out ${right}. How many ${thing} are in the box?`,
		(left, right, { one, other, thing }) =>
			`${one} has ${left} ${thing} and ${other} has ${right}. How many more ${thing} does ${one} have?`,
	],
};

function askFor(
	random: RandomStream,
	{ left, sign, right }: Step,
	actors: Actors,
): string {
	if (random.uniform() < 0.4)
		return draw(random, scenes[sign])(left, right, actors);
	const { one, thing } = actors;
	const change = draw(random, changes[sign])(right, actors);
	return `${one} has ${left} ${thing} and ${change}. How many ${thing} does ${one} have now?`;
}

/** `Mira has 14 pears and buys 9 more. How many pears does Mira have now?` `14 + 9 = 23. The answer is 23.` */
export function drawWordProblem(random: RandomStream): Sum {
	const step = drawStep(random);
	return sumOf(
		step,
		askFor(random, step, drawActors(random)),
		`${worked(step)} ${ending(resultOf(step))}`,
	);
}
