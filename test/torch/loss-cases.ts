import type { Value } from "../../src/graph/graph.ts";
import { tensor } from "../../src/graph/interpret/tensor.ts";
import type { Ops } from "../../src/graph/ops.ts";
import {
	lossInputs,
	lossOnInputs,
	outputLoss,
} from "../../src/objectives/lower.ts";
import type { Needs, Objective } from "../../src/objectives/objective.ts";
import { grpo } from "../../src/objectives/sampled/grpo.ts";
import {
	type Answer,
	answer,
	extremeAnswers,
	masked,
	randomAnswers,
} from "../../src/objectives/testing/answer.ts";
import { laboratory } from "../../src/objectives/testing/evaluation.ts";
import { everyObjective } from "../../src/objectives/testing/option-sets.ts";
import {
	type Differentiable,
	differentiable,
	type Feeds,
} from "./loss-graphs.ts";

/** What a leash or a prepass would give. */
const strength = 0.7;

/** A graph and inputs for it. */
export interface Case {
	readonly title: string;
	readonly made: Differentiable;
	readonly feeds: Feeds;
}

/** Log-probabilities of an answer that are on a limit of some objective, and those of every frozen model. */
const onLimits: readonly (readonly [number[], number[]])[] = [
	// The policy is the reference: the gate of MinorDPO, and both bounds of a ratio that may not move.
	[
		[-0.5, -1.25],
		[-0.5, -1.25],
	],
	// PSFT's largest ratio, iw-SFT's, and beyond which log-ratios of policy gradients count no further.
	[[0], [-Math.log(1.28)]],
	[[0], [-Math.log(16)]],
	[[-5], [-25]],
	[[-25], [-5]],
	// The margin with which the hinge is content.
	[[0], [-1 / 0.6]],
	// Where ORPO's odds change from one formula to the other, and where they end.
	[[-0.25], [-1]],
	[[-1e-6], [-1]],
	// The floor of DFT.
	[[Math.log(0.3)], [-1]],
];

function tiedAnswers({ pairs }: Needs): Answer[] {
	const still = answer([-0.75], { advantage: 1 });
	return onLimits.flatMap(([logProb, frozen], i) => {
		const sides = { liked: i % 2 === 0, advantage: i % 3 === 0 ? -1 : 1 };
		const one = answer(logProb, {
			...sides,
			...{ reference: frozen, sampled: frozen },
		});
		return pairs ? [one, still, still, one] : [one];
	});
}

function batches({ needs }: Objective): Readonly<Record<string, Answer[]>> {
	const random = (name: string) => randomAnswers(needs, 4, name);
	return {
		...Object.fromEntries(["a", "b", "c"].map((name) => [name, random(name)])),
		"some masked": [...random("d"), ...random("e").map(masked)],
		extremes: extremeAnswers(needs),
		ties: tiedAnswers(needs),
	};
}

/** An objective on every batch. */
function casesOf(title: string, objective: Objective): Case[] {
	const made = differentiable((ops) =>
		outputLoss(ops, lossOnInputs(ops, objective, lossInputs(ops))),
	);
	const { feeds } = laboratory(objective);
	return Object.entries(batches(objective)).map(([batch, answers]) => {
		const statistic = objective.prepass?.summarise(answers) ?? 0;
		const surroundings = { statistic, strength, blanks: 2 };
		return {
			title: `${title}, ${batch}`,
			...{ made, feeds: feeds(answers, surroundings) },
		};
	});
}

const unbounded = grpo({
	clip: { low: 0, high: 0 },
	...{ beta: 0.04, kl: "loss", normalise: "tokens" },
});
/** Every objective at every option set, each on every batch. */
export const objectiveCases = [
	...everyObjective,
	{ title: "grpo without room to clip", objective: unbounded },
].map(({ title, objective }) => ({
	...{ title, objective, cases: casesOf(title, objective) },
}));

const vector = (...data: number[]) =>
	tensor([data.length], Float64Array.from(data));

const operations: Readonly<
	Record<string, (ops: Ops, x: Value, y: Value) => Value>
> = {
	maximum: (ops, x, y) => ops.maximum(x, y),
	greater: (ops, x, y) => ops.greater(x, y),
	"clamp on both sides": (ops, x) => ops.clamp(x, -1, 1),
	"clamp to one value": (ops, x) => ops.clamp(x, 1, 1),
	"clamp from below": (ops, x) => ops.clamp(x, -1, null),
	"clamp from above": (ops, x) => ops.clamp(x, null, 1),
	"clamp at nothing": (ops, x) => ops.clamp(x, null, null),
	softplus: (ops, x) => ops.softplus(x),
	sigmoid: (ops, x) => ops.sigmoid(x),
	"sum over no axis": (ops, x) => ops.sum(x, []),
};

/** Operations that libraries define differently, each where they differ. */
export const operationCases: readonly Case[] = Object.entries(operations).map(
	([title, build]) => ({
		title,
		made: differentiable((ops) => {
			const [x, y] = [ops.input("x", ["S"]), ops.input("y", ["S"])];
			const result = build(ops, x, y);
			ops.output("result", result);
			const scaled = ops.mul(result, ops.input("scale", ["S"]));
			ops.output("sum", ops.sum(scaled));
		}),
		feeds: {
			x: vector(-1, 1, 1, 0, -0, 30, -30, 800, -800, 0.5),
			y: vector(-1, 1, 2, -0, 0, 30, -20, 800, 0, -0.5),
			scale: vector(1, 2, 3, 4, 5, 6, 7, 8, 9, 10),
		},
	}),
);
