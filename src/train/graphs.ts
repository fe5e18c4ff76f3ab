import { gradients } from "../grad/gradients.ts";
import type { Graph, Value } from "../graph/graph.ts";
import { Ops } from "../graph/ops.ts";
import type { Model } from "../models/model.ts";
import { type TokenScores, tokenKl, tokenLogProbs } from "../nn/head.ts";
import {
	Parameters,
	type Precision,
	type Trainable,
	type Tuning,
} from "../nn/parameters.ts";
import { packedPass } from "../nn/pass.ts";
import type { BatchShape, Objective } from "../objectives/objective.ts";

/** What the graphs of one training have in common. */
export interface GraphOptions {
	readonly tuning: Tuning;
	readonly precision: Precision;
	/** Positions that the longest row may reach. */
	readonly length: number;
	/** Parts into which the head's work is cut. */
	readonly chunks: number;
	readonly recompute: boolean;
}

export interface ModelGraph {
	readonly graph: Graph;
	readonly trainables: readonly Trainable[];
}

interface Scored {
	readonly p: Parameters;
	/** [S, C] */
	readonly hidden: Value;
	readonly head: Value;
	readonly scores: TokenScores;
}

/** From packed rows to the scores of their supervised tokens. */
function score(ops: Ops, model: Model, options: GraphOptions): Scored {
	const { architecture, tensors } = model;
	const { tuning, precision, length, chunks } = options;
	const { layout } = architecture;
	const p = new Parameters(ops, tensors, { tuning, precision, layout });
	const all = architecture.forward(packedPass(p, length));
	const picks = ops.input("picks", ["S"], "int32");
	const origins = ops.input("origins", ["N"], "int32");
	const targets = ops.input("targets", ["S"], "int32");
	const hidden = ops.takeRows(all, picks, origins);
	const head = p.head(architecture.head);
	return {
		p,
		hidden,
		head,
		scores: tokenLogProbs(ops, hidden, head, targets, chunks),
	};
}

function batchShape(ops: Ops): BatchShape {
	return {
		valid: ops.input("valid", ["S"]),
		ends: ops.input("ends", ["S"]),
		membership: ops.input("membership", ["B", "S"]),
		lengths: ops.input("lengths", ["B"]),
		rowValid: ops.input("rowValid", ["B"]),
	};
}

function outputScores(ops: Ops, { logProb, entropy, top1 }: TokenScores): void {
	ops.output("logProb", logProb);
	ops.output("entropy", entropy);
	ops.output("top1", top1);
}

/**
 * One micro-batch of training: numerator `loss` and denominator `weight` [], scores [S], what the objective watches,
 * and `grad.NAME` of the numerator for every trainable tensor.
 */
export function stepGraph(
	model: Model,
	objective: Objective,
	options: GraphOptions,
): ModelGraph {
	const ops = new Ops();
	const { p, scores } = score(ops, model, options);
	const reference =
		objective.needs.reference === "none"
			? null
			: { logProb: ops.input("reference", ["S"]) };
	const { sum, weight, metrics } = objective.loss(
		ops,
		scores,
		reference,
		batchShape(ops),
	);
	const trainables = p.trainables;
	const values = trainables.map(({ value }) => value);
	const { recompute } = options;
	gradients(ops, sum, values, { recompute }).forEach((grad, i) => {
		ops.output(`grad.${trainables[i]?.name}`, grad);
	});
	ops.output("loss", sum);
	ops.output("weight", weight);
	outputScores(ops, scores);
	for (const [name, value] of Object.entries(metrics))
		ops.output(`metric.${name}`, value);
	return { graph: ops.graph(), trainables };
}

/** Dropout is noise of training: a model that is measured drops nothing. */
function measured({ tuning, ...options }: GraphOptions): GraphOptions {
	return {
		...options,
		tuning: tuning.kind === "lora" ? { ...tuning, dropout: 0 } : tuning,
	};
}

/** Scores without gradients, and the last hidden states [S, C] that a later comparison needs. */
export function scoreGraph(model: Model, options: GraphOptions): ModelGraph {
	const ops = new Ops();
	const { p, hidden, scores } = score(ops, model, measured(options));
	outputScores(ops, scores);
	ops.output("hidden", hidden);
	return { graph: ops.graph(), trainables: p.trainables };
}

/** As `scoreGraph`, with `kl` [S]: KL(base || policy) from the base's hidden states, given as `baseHidden` [S, C]. */
export function compareGraph(model: Model, options: GraphOptions): ModelGraph {
	const ops = new Ops();
	const { p, hidden, head, scores } = score(ops, model, measured(options));
	const { architecture, tensors } = model;
	const frozen = tensors.get(architecture.head);
	const base = {
		hidden: ops.input("baseHidden", ["S", architecture.hiddenSize]),
		head:
			options.tuning.kind === "full" && frozen
				? ops.frozen({ ...frozen, name: "base.head" })
				: head,
	};
	outputScores(ops, scores);
	ops.output("hidden", hidden);
	ops.output("kl", tokenKl(ops, base, { hidden, head }, options.chunks));
	return { graph: ops.graph(), trainables: p.trainables };
}
