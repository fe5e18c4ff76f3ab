// How often the gate lets through what it should not, and what it should: `npm run study:gate` prints Markdown.

import { wilson } from "../../src/stats/share.ts";
import { type GateRule, usualRule } from "../../src/studies/gate/decide.ts";
import { markdown } from "../show.ts";
import { clusteredLevel } from "./clusters.ts";
import { worstLevel } from "./exact.ts";
import { coverage, skewedLevel } from "./intervals.ts";
import { type Cell, shipped, type Truth } from "./simulate.ts";

const tunings = 200;
const sizes = [50, 100, 200, 400, 800];
const base = 0.6;
const churn = 0.06;

const mustNot: readonly Truth[] = [
	{ name: "no gain", gain: 0, kept: [0] },
	{ name: "a loss in the target", gain: -0.03, kept: [0] },
	{
		name: "gain 0.15, loss 0.02 (equal to the tolerance)",
		gain: 0.15,
		kept: [-0.02],
	},
	{ name: "gain 0.15, loss 0.05", gain: 0.15, kept: [-0.05] },
	{
		name: "gain 0.15, loss 0.05 on one of three axes",
		gain: 0.15,
		kept: [0, 0, -0.05],
	},
];

const should: readonly Truth[] = [
	{ name: "gain 0.03", gain: 0.03, kept: [0] },
	{ name: "gain 0.05", gain: 0.05, kept: [0] },
	{ name: "gain 0.10", gain: 0.1, kept: [0] },
	{ name: "gain 0.20", gain: 0.2, kept: [0] },
	{ name: "gain 0.10, no loss on three axes", gain: 0.1, kept: [0, 0, 0] },
	{ name: "gain 0.10, retention also up by 0.02", gain: 0.1, kept: [0.02] },
];

const share = (value: number) => `${(100 * value).toFixed(1)}%`;

function shipRate(cell: Cell, rule: GateRule): string {
	const { value, low, high } = wilson(shipped(cell, rule, tunings), tunings);
	return `${share(value)} (${share(low)} to ${share(high)})`;
}

function table(
	truths: readonly Truth[],
	change: number,
	rule: GateRule = usualRule,
): string {
	return markdown([
		["truth", ...sizes.map((size) => `${size} questions`)],
		...truths.map((truth) => [
			truth.name,
			...sizes.map((questions) =>
				shipRate({ truth, questions, base, churn: change }, rule),
			),
		]),
	]);
}

const { alpha, margin, tolerance } = usualRule;
console.log(
	`Level ${alpha}, margin ${margin}, tolerance ${tolerance}; ${tunings} tunings a cell; the base has ${share(base)} right.\n`,
);
console.log("### Shipped although it should not have: false positives\n");
for (const rate of [churn, 0.2]) {
	console.log(`${share(rate)} of answers change at random:\n`);
	console.log(`${table(mustNot, rate)}\n`);
}
console.log("### Shipped as it should have: power\n");
for (const rate of [0.02, churn]) {
	console.log(`${share(rate)} of answers change at random:\n`);
	console.log(`${table(should, rate)}\n`);
}
const wide = { ...usualRule, tolerance: 0.05 };
console.log(
	`${share(churn)} of answers change at random, with a tolerance of ${wide.tolerance}:\n`,
);
console.log(`${table(should, churn, wide)}\n`);
console.log(
	`### The largest probability that one condition holds wrongly, exact over all outcomes (level ${alpha})\n`,
);
console.log(
	markdown([
		["truth", ...[10, 20, 50, 100, 200].map((size) => `${size} questions`)],
		...[0, -tolerance, 0.05].map((delta) => [
			delta < 0
				? `loss of ${-delta} (equal to the tolerance)`
				: `gain of ${delta}, margin ${delta}`,
			...[10, 20, 50, 100, 200].map((size) =>
				share(worstLevel(size, delta, alpha)),
			),
		]),
	]),
);

const rounds = 1000;
const rateOf = (count: number) => {
	const { value, low, high } = wilson(count, rounds);
	return `${share(value)} (${share(low)} to ${share(high)})`;
};
console.log(
	`\n### How often 95% intervals over seeds and questions contain the true value (${rounds} tables)\n`,
);
const cells = [
	[2, 60, 0.05],
	[3, 60, 0],
	[3, 60, 0.05],
	[3, 60, 0.15],
	[3, 400, 0.05],
	[5, 60, 0.05],
	[5, 200, 0.05],
] as const;
console.log(
	markdown([
		["seeds", "questions", "SD between seeds", "mean squares", "bootstrap"],
		...cells.map(([seeds, questions, between]) => {
			const held = coverage({ seeds, questions, between }, rounds);
			return [
				...[seeds, questions, between].map(String),
				rateOf(held.squares),
				rateOf(held.bootstrap),
			];
		}),
	]),
);
console.log(
	"\n### False positives with a long tail of losses and no true gain, level 0.05\n",
);
console.log(
	markdown([
		["questions", "corrected for skewness", "Student's"],
		...[10, 20, 40, 100].map((questions) => {
			const { corrected, plain } = skewedLevel(questions, rounds);
			return [String(questions), rateOf(corrected), rateOf(plain)];
		}),
	]),
);

console.log(
	"\n### False positives with four wordings per question and no true gain, level 0.05\n",
);
const clusters = [
	[20, 0.06, 1],
	[60, 0.06, 1],
	[60, 0.06, 0.5],
	[60, 0.3, 0.5],
	[200, 0.06, 0.5],
	[200, 0.3, 1],
] as const;
console.log(
	markdown([
		[
			"questions",
			"questions that change",
			"share of their wordings that change",
			"score test for clusters",
			"Student's",
		],
		...clusters.map(([questions, churn, spread]) => {
			const cell = { questions, wordings: 4, churn, spread };
			const { score, student } = clusteredLevel(cell, rounds);
			return [
				...[String(questions), share(churn), share(spread)],
				...[rateOf(score), rateOf(student)],
			];
		}),
	]),
);
