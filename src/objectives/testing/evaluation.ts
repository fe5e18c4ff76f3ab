import { gradients } from "../../grad/gradients.ts";
import type { Graph, Value } from "../../graph/graph.ts";
import { interpret } from "../../graph/interpret/interpret.ts";
import { type Tensor, tensor } from "../../graph/interpret/tensor.ts";
import { Ops } from "../../graph/ops.ts";
import { lossGraph, lossInputs, lossOnInputs, outputLoss } from "../lower.ts";
import type { Objective } from "../objective.ts";
import { type Answer, type Place, placesOf } from "./answer.ts";

/** What an objective made of some answers. */
export interface Outcome {
	readonly sum: number;
	readonly weight: number;
	/** d sum at every place of the answers, in the order of `placesOf`. */
	readonly gradient: readonly number[];
	/** d sum at the tokens that belong to no answer. */
	readonly blankGradient: readonly number[];
	readonly metrics: Readonly<Record<string, Tensor>>;
}

export interface Surroundings {
	/** What the objective's prepass found. */
	readonly statistic?: number;
	/** What a leash makes of the option that is steered. */
	readonly strength?: number;
	/** Tokens after the last answer's, as packing leaves them, with numbers in them that mean nothing. */
	readonly blanks?: number;
}

type Feeds = Readonly<Record<string, Tensor>>;

const vector = (values: readonly number[]) =>
	tensor([values.length], Float64Array.from(values));

/** Garbage of a blank token: nothing of it may ever show. */
const garbage = [-7, 0, -1e4, -0.5];

/** Feeds of a micro-batch as packing lays it out. */
function feedsOf(
	answers: readonly Answer[],
	{ statistic = 0, strength = 0, blanks = 1 }: Surroundings,
): Feeds {
	const blank = Array.from(
		{ length: blanks },
		(_, i) => garbage[i % garbage.length] as number,
	);
	const owners = answers.flatMap(({ logProb }, r) => logProb.map(() => r));
	const tokens = owners.length + blanks;
	const membership = new Float64Array(answers.length * tokens);
	owners.forEach((r, s) => {
		membership[r * tokens + s] = 1;
	});
	const spread = (
		of: "logProb" | "reference" | "sampled" | "kl" | "topEntropy",
	) => vector([...answers.flatMap((one) => one[of]), ...blank]);
	const rows = (of: (one: Answer) => number) => vector(answers.map(of));
	const rowValid = answers.map(({ logProb }) => (logProb.length > 0 ? 1 : 0));
	const ends = answers.flatMap((one) =>
		one.logProb.map((_, t) =>
			one.ends && t === one.logProb.length - 1 ? 1 : 0,
		),
	);
	const pairs = Math.floor(answers.length / 2);
	return {
		logProb: spread("logProb"),
		reference: spread("reference"),
		sampled: spread("sampled"),
		kl: spread("kl"),
		"topEntropy.20": spread("topEntropy"),
		reward: rows(({ reward }) => reward),
		valid: vector([...owners.map(() => 1), ...blank.map(() => 0)]),
		ends: vector([...ends, ...blank.map(() => 0)]),
		membership: tensor([answers.length, tokens], membership),
		lengths: rows(({ logProb }) => Math.max(1, logProb.length)),
		rowValid: vector(rowValid),
		liked: rows(({ liked }) => (liked ? 1 : 0)),
		pairValid: vector(
			Array.from({ length: pairs }, (_, i) =>
				Math.min(rowValid[2 * i] as number, rowValid[2 * i + 1] as number),
			),
		),
		advantages: rows(({ advantage }) => advantage),
		statistic: tensor([], Float64Array.of(statistic)),
		strength: tensor([], Float64Array.of(strength)),
	};
}

/** An objective in a graph of its own. */
export interface Laboratory {
	/** Numerator, denominator, metrics and gradients of the numerator. */
	readonly graph: Graph;
	/** What the loss reads: names of inputs as `LossInputs` says. */
	readonly reads: ReadonlySet<string>;
	feeds(answers: readonly Answer[], surroundings?: Surroundings): Feeds;
	evaluate(answers: readonly Answer[], surroundings?: Surroundings): Outcome;
	/** From the graph's outputs, however they were computed. */
	outcome(outputs: Feeds, answers: readonly Answer[]): Outcome;
}

/** Builds the objective's loss on inputs of its own, instead of a model's. `strength`: if none is given. */
export function laboratory(objective: Objective, strength = 0): Laboratory {
	const ops = new Ops();
	const inputs = lossInputs(ops);
	const loss = lossOnInputs(ops, objective, inputs);
	const variables = {
		logProb: inputs.policy.logProb,
		kl: inputs.reference.kl(),
		reward: inputs.policy.reward(),
	};
	const values = Object.values(variables);
	// A loss need not depend on all of them.
	const sum = values.reduce(
		(sum, value) => ops.add(sum, ops.affine(ops.sum(value), 0)),
		loss.sum,
	);
	const grads = gradients(ops, sum, values);
	Object.keys(variables).forEach((name, i) => {
		ops.output(`grad.${name}`, grads[i] as Value);
	});
	outputLoss(ops, loss);
	const graph = ops.graph();
	const feeds: Laboratory["feeds"] = (answers, surroundings) =>
		feedsOf(answers, { strength, ...surroundings });
	return {
		graph,
		reads: new Set(lossGraph(objective).leaves.map(({ value }) => value.name)),
		feeds,
		evaluate: (answers, surroundings) =>
			outcomeOf(interpret(graph, feeds(answers, surroundings)), answers),
		outcome: outcomeOf,
	};
}

function outcomeOf(outputs: Feeds, answers: readonly Answer[]): Outcome {
	const numbers = (name: string) => [...(outputs[name] as Tensor).data];
	const grads = {
		logProb: numbers("grad.logProb"),
		kl: numbers("grad.kl"),
		reward: numbers("grad.reward"),
	};
	const starts: number[] = [];
	let tokens = 0;
	for (const { logProb } of answers) {
		starts.push(tokens);
		tokens += logProb.length;
	}
	const index = (place: Place) =>
		place.of === "reward" ? place.row : (starts[place.row] as number) + place.t;
	return {
		sum: numbers("sum")[0] as number,
		weight: numbers("weight")[0] as number,
		gradient: placesOf(answers).map(
			(place) => grads[place.of][index(place)] as number,
		),
		blankGradient: [...grads.logProb.slice(tokens), ...grads.kl.slice(tokens)],
		metrics: Object.fromEntries(
			Object.entries(outputs).flatMap(([name, value]) =>
				name.startsWith("metric.") ? [[name.slice(7), value]] : [],
			),
		),
	};
}
