import { once } from "../core/once.ts";
import { gradients } from "../grad/gradients.ts";
import type { Graph, Value } from "../graph/graph.ts";
import { Ops } from "../graph/ops.ts";
import type { Model } from "../models/model.ts";
import {
	type TokenScores,
	tokenKl,
	tokenLogProbs,
	tokenTopEntropy,
} from "../nn/head.ts";
import type { Rows } from "../nn/linear.ts";
import {
	Parameters,
	type Precision,
	type Trainable,
	type Tuning,
} from "../nn/parameters.ts";
import { packedPass } from "../nn/pass.ts";
import { intoInput } from "../nn/rotation.ts";
import { batchInputs } from "../objectives/lower.ts";
import type {
	Objective,
	PolicyScores,
	ReferenceScores,
} from "../objectives/objective.ts";
import { keptAttention, largestPairs } from "./kept-attention.ts";

/** The tensor that turns an answer's last hidden state into a reward, as transformers names it: [1, C]. */
export const rewardHead = "score.weight";

/** Inputs of a graph that has an anchor. */
export const anchorInputs = {
	/** [A], as `picks` [S] and the other inputs of supervised positions are. */
	picks: "anchor.picks",
	origins: "anchor.origins",
	valid: "anchor.valid",
	/** The anchor's last hidden states at these positions, [A, C]. */
	hidden: "anchor.hidden",
	/** What the sum of KL is multiplied by, []. */
	strength: "anchor.strength",
} as const;

/** The options that the graphs of one training share. */
export interface GraphOptions {
	readonly tuning: Tuning;
	readonly precision: Precision;
	/** Positions that the longest row may reach. */
	readonly length: number;
	/** Parts into which the head's work is cut. */
	readonly chunks: number;
	/**
	 * Compute layers again in the backward pass instead of keeping what is inside; otherwise only what is cheap is computed again, but for the
	 * probabilities of attention that take little memory.
	 */
	readonly recompute: boolean;
	/** Tokens that the largest micro-batch may have. Without it, all probabilities of attention are computed again. */
	readonly tokens?: number;
	/** Rows of a micro-batch may share the tokens they begin with. */
	readonly sharedPrompts: boolean;
	/** The model with which penalty rows are compared, if a run has such rows. */
	readonly anchor?: Model;
}

export interface ModelGraph {
	readonly graph: Graph;
	readonly trainables: readonly Trainable[];
}

/** A model over packed rows. */
interface Body {
	readonly p: Parameters;
	/** Last hidden states at some rows of [N, C]. */
	readonly at: (rows: Rows) => Value;
	/** Of the supervised positions, [S, C]. */
	readonly hidden: Value;
	/** The output head [V, C], declared if it is asked for. */
	head(): Value;
	/** Scores of the supervised tokens. */
	tokens(): TokenScores;
}

function body(ops: Ops, model: Model, options: GraphOptions): Body {
	const { architecture, tensors } = model;
	const { tuning, precision, length, chunks, sharedPrompts } = options;
	const p = new Parameters(ops, tensors, { tuning, precision, architecture });
	const at = architecture.forward(packedPass(p, length, sharedPrompts));
	const picks = ops.input("picks", ["S"], "int32");
	const origins = ops.input("origins", ["N"], "int32");
	const targets = ops.input("targets", ["S"], "int32");
	const hidden = at((x) => ops.takeRows(x, picks, origins));
	const head = () => p.head(architecture.head);
	const tokens = () => tokenLogProbs(ops, hidden, head(), targets, chunks);
	return { p, at, hidden, head, tokens: once(tokens) };
}

/**
 * What the base says at the same positions, from its last hidden states, an input. It shares the policy's `head` unless the
 * head is trained or the base is another model than the one that is trained.
 */
function baseAt(
	p: Parameters,
	{ architecture, tensors }: Model,
	shared: boolean,
	head: Value,
	at = { states: "baseHidden", positions: "S", head: "base.head" },
): { hidden: Value; head: Value } {
	const { hiddenSize, head: name } = architecture;
	return {
		hidden: p.ops.input(at.states, [at.positions, hiddenSize]),
		head: shared ? head : p.otherHead(at.head, name, tensors),
	};
}

/** Whether a base's head is the frozen head of the policy. */
function sharesHead(base: Model, model: Model, { tuning }: GraphOptions) {
	return tuning.kind === "lora" && base === model;
}

/** The sum of KL(anchor || policy) over positions of its own, []. */
function heldTo(
	ops: Ops,
	model: Model,
	anchor: Model,
	options: GraphOptions,
	{ p, at, head }: Body,
): Value {
	const { picks: places, origins: from, valid, hidden: states } = anchorInputs;
	const picks = ops.input(places, ["A"], "int32");
	const origins = ops.input(from, ["N"], "int32");
	const hidden = at((x) => ops.takeRows(x, picks, origins));
	const shared = sharesHead(anchor, model, options);
	const base = baseAt(p, anchor, shared, head(), {
		...{ states, positions: "A" },
		head: "anchor.head",
	});
	const kl = tokenKl(ops, base, { hidden, head: head() }, options.chunks);
	return ops.sum(ops.mul(kl, ops.input(valid, ["A"])));
}

/** Scores as an objective asks for them; `asked` tells whether it asked for those of tokens. */
function policyScores(
	ops: Ops,
	{ hiddenSize }: Model["architecture"],
	{ p, at, hidden, head, tokens }: Body,
	chunks: number,
): { policy: PolicyScores; asked: () => boolean } {
	let asked = false;
	const read = () => {
		asked = true;
		return tokens();
	};
	const policy: PolicyScores = {
		get logProb() {
			return read().logProb;
		},
		get entropy() {
			return read().entropy;
		},
		get top1() {
			return read().top1;
		},
		topEntropy: (k) => tokenTopEntropy(ops, hidden, head(), { chunks, k }),
		reward() {
			const lasts = ops.input("lasts", ["B"], "int32");
			const states = at((x) => ops.embed(x, lasts));
			const weight = p.trainable(rewardHead, [1, hiddenSize]);
			const read = p.rotation
				? intoInput(ops, p.rotation.head, weight, (name) => p.weight(name))
				: weight;
			const column = ops.matmul(states, read, { transB: true });
			return ops.reshape(column, ["B"]);
		},
	};
	return { policy, asked: () => asked };
}

function outputScores(ops: Ops, { logProb, entropy, top1 }: TokenScores): void {
	ops.output("logProb", logProb);
	ops.output("entropy", entropy);
	ops.output("top1", top1);
}

/** The scores of a frozen model, as inputs. */
function referenceScores(
	ops: Ops,
	model: Model,
	options: GraphOptions,
	{ p, hidden, head }: Body,
): ReferenceScores {
	return {
		logProb: ops.input("reference", ["S"]),
		kl() {
			const shared = sharesHead(model, model, options);
			const base = baseAt(p, model, shared, head());
			const policy = { hidden, head: head() };
			return tokenKl(ops, base, policy, options.chunks);
		},
	};
}

/**
 * One micro-batch of training: numerator `loss` and denominator `weight` [], scores [S] if the objective reads them,
 * what it monitors, and `grad.NAME` of the numerator for every trainable tensor. With an anchor, `anchor` is the sum of
 * KL(anchor || policy), and its gradient times `anchor.strength` is added to theirs.
 */
export function stepGraph(
	model: Model,
	objective: Objective,
	options: GraphOptions,
): ModelGraph {
	const ops = new Ops();
	const whole = body(ops, model, options);
	const { policy, asked } = policyScores(
		ops,
		model.architecture,
		whole,
		options.chunks,
	);
	const reference =
		objective.needs.reference === "none"
			? null
			: referenceScores(ops, model, options, whole);
	const { sum, weight, metrics } = objective.loss(
		ops,
		policy,
		reference,
		batchInputs(ops),
	);
	const { trainables } = whole.p;
	const values = trainables.map(({ value }) => value);
	const { anchor } = options;
	const recompute = options.recompute ? "all" : "cheap";
	const kl = anchor && heldTo(ops, model, anchor, options, whole);
	const total = kl
		? ops.add(sum, ops.mul(kl, ops.input(anchorInputs.strength, [])))
		: sum;
	const byTwos = objective.needs.pairs || anchor !== undefined;
	const pairs = largestPairs(options.tokens ?? Infinity, byTwos);
	const kept = keptAttention(ops.nodes, pairs);
	gradients(ops, total, values, { recompute, kept }).forEach((grad, i) => {
		ops.output(`grad.${trainables[i]?.name}`, grad);
	});
	ops.output("loss", sum);
	ops.output("weight", weight);
	if (kl) ops.output("anchor", kl);
	if (asked()) outputScores(ops, whole.tokens());
	for (const [name, value] of Object.entries(metrics))
		ops.output(`metric.${name}`, value);
	return { graph: ops.graph(), trainables };
}

/** Dropout is noise of training: a model that is measured, or that answers, drops nothing. */
export function withoutDropout(tuning: Tuning): Tuning {
	return tuning.kind === "lora" ? { ...tuning, dropout: 0 } : tuning;
}

function measured({ tuning, ...options }: GraphOptions): GraphOptions {
	return { ...options, tuning: withoutDropout(tuning) };
}

/** Scores without gradients, and the last hidden states [S, C] that a later comparison needs. */
export function scoreGraph(model: Model, options: GraphOptions): ModelGraph {
	const ops = new Ops();
	const { p, hidden, tokens } = body(ops, model, measured(options));
	outputScores(ops, tokens());
	ops.output("hidden", hidden);
	return { graph: ops.graph(), trainables: p.trainables };
}

/**
 * As `scoreGraph`, with `kl` [S]: KL(base || policy) from the base's hidden states, given as `baseHidden` [S, C]. `against`:
 * the base, if it is another model of the same shapes.
 */
export function compareGraph(
	model: Model,
	options: GraphOptions,
	against: Model = model,
): ModelGraph {
	const ops = new Ops();
	const { p, hidden, head, tokens } = body(ops, model, measured(options));
	const policy = { hidden, head: head() };
	outputScores(ops, tokens());
	ops.output("hidden", hidden);
	const shared = sharesHead(against, model, options);
	const base = baseAt(p, against, shared, policy.head);
	ops.output("kl", tokenKl(ops, base, policy, options.chunks));
	return { graph: ops.graph(), trainables: p.trainables };
}

/**
 * `kl` [S], KL(base || model), from the last hidden states [S, C] of both: `hidden` and `baseHidden`. Both heads are held alike, so that
 * equal heads and states give exactly 0.
 */
export function headsGraph(model: Model, base: Model): Graph {
	const ops = new Ops();
	const { architecture, tensors } = model;
	const { hiddenSize, head } = architecture;
	const p = new Parameters(ops, tensors, {
		...{ tuning: { kind: "none" }, precision: "float32", architecture },
	});
	const side = (states: string, name: string, { tensors }: Model) => ({
		hidden: ops.input(states, ["S", hiddenSize]),
		head: p.exactHead(name, head, tensors),
	});
	const own = side("hidden", "head", model);
	const other = side("baseHidden", "base.head", base);
	ops.output("kl", tokenKl(ops, other, own, 1));
	return ops.graph();
}

/**
 * What rounding does to a model: `kl` [S], KL(exact || model) with the model as `options` compute it, from the last hidden
 * states that the exact model has, given as `baseHidden` [S, C].
 */
export function roundingGraph(model: Model, options: GraphOptions): ModelGraph {
	const ops = new Ops();
	const { p, hidden, head } = body(ops, model, measured(options));
	const { architecture, tensors } = model;
	const exact = {
		hidden: ops.input("baseHidden", ["S", architecture.hiddenSize]),
		head: p.exactHead("exact.head", architecture.head, tensors),
	};
	const policy = { hidden, head: head() };
	ops.output("kl", tokenKl(ops, exact, policy, options.chunks));
	return { graph: ops.graph(), trainables: p.trainables };
}

/** The reward of each answer, `reward` [B], without gradients. */
export function rewardGraph(model: Model, options: GraphOptions): ModelGraph {
	const ops = new Ops();
	const whole = body(ops, model, measured(options));
	const { policy } = policyScores(
		ops,
		model.architecture,
		whole,
		options.chunks,
	);
	ops.output("reward", policy.reward());
	return { graph: ops.graph(), trainables: whole.p.trainables };
}
