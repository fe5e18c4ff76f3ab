import { withPlace } from "../core/error.ts";
import type { Graph, Value } from "../graph/graph.ts";
import { type GraphJson, graphToJson } from "../graph/graph-json.ts";
import { Ops } from "../graph/ops.ts";
import type {
	BatchShape,
	Loss,
	Objective,
	PolicyScores,
	ReferenceScores,
} from "./objective.ts";

/** The parts of a micro-batch as inputs of a graph, by their own names. */
export function batchInputs(ops: Ops): BatchShape {
	return {
		valid: ops.input("valid", ["S"]),
		ends: ops.input("ends", ["S"]),
		membership: ops.input("membership", ["B", "S"]),
		lengths: ops.input("lengths", ["B"]),
		rowValid: ops.input("rowValid", ["B"]),
		liked: ops.input("liked", ["B"]),
		pairValid: ops.input("pairValid", ["P"]),
		advantages: ops.input("advantages", ["B"]),
		sampled: ops.input("sampled", ["S"]),
		statistic: ops.input("statistic", []),
		strength: ops.input("strength", []),
	};
}

/** Everything that a loss may read, as inputs of a graph in place of what a model computes. */
export interface LossInputs {
	/** `logProb`, `entropy`, `top1` and, for each k that is asked for, `topEntropy.K` [S]; `reward` [B]. */
	readonly policy: PolicyScores;
	/** `reference` and `kl` [S]. */
	readonly reference: ReferenceScores;
	readonly batch: BatchShape;
}

/** Declares the inputs of one loss. */
export function lossInputs(ops: Ops): LossInputs {
	const token = (name: string) => ops.input(name, ["S"]);
	const [kl, reward] = [token("kl"), ops.input("reward", ["B"])];
	const topEntropies = new Map<number, Value>();
	return {
		policy: {
			logProb: token("logProb"),
			entropy: token("entropy"),
			top1: token("top1"),
			topEntropy(k) {
				const value = topEntropies.get(k) ?? token(`topEntropy.${k}`);
				topEntropies.set(k, value);
				return value;
			},
			reward: () => reward,
		},
		reference: { logProb: token("reference"), kl: () => kl },
		batch: batchInputs(ops),
	};
}

/** Adds the loss of an objective to the graph that has these inputs. */
export function lossOnInputs(
	ops: Ops,
	objective: Objective,
	{ policy, reference, batch }: LossInputs,
): Loss {
	const given = objective.needs.reference === "none" ? null : reference;
	return objective.loss(ops, policy, given, batch);
}

/** Makes the parts of a loss the outputs `sum` and `weight` [] and `metric.NAME`. */
export function outputLoss(ops: Ops, { sum, weight, metrics }: Loss): void {
	ops.output("sum", sum);
	ops.output("weight", weight);
	for (const [name, value] of Object.entries(metrics))
		ops.output(`metric.${name}`, value);
}

/** The loss of an objective as a graph of its own, with those inputs of `LossInputs` on which its outputs depend. */
export function lossGraph(objective: Objective): Graph {
	const ops = new Ops();
	outputLoss(ops, lossOnInputs(ops, objective, lossInputs(ops)));
	return ops.graph();
}

/**
 * The loss of an objective as data, for engines that do not run in this process. Its gradients are those of `sum` by
 * `logProb`, `kl` and `reward`; the other inputs have none. Throws `internal` if the loss uses an operation that other
 * engines do not interpret.
 */
export function lowerObjective(objective: Objective): GraphJson {
	try {
		return graphToJson(lossGraph(objective));
	} catch (error) {
		throw withPlace(error, `objective ${objective.name}`);
	}
}
