import type { Value } from "../../graph/graph.ts";
import type { Lowering } from "./elementwise.ts";
import { type Emitter, input } from "./emitter.ts";
import { product } from "./product.ts";
import { isQuantized, quantizedProduct } from "./quantized-products.ts";

/** Splits a tensor along its first axis into nearly equal parts. */
function split(e: Emitter, x: string, chunks: number): string[] {
	if (chunks === 1) return [x];
	const parts = Array.from({ length: chunks }, () => e.fresh("Split"));
	e.node("Split", [x], parts, { axis: 0, num_outputs: chunks });
	return parts;
}

function join(e: Emitter, parts: readonly string[], out: string): void {
	if (parts.length === 1) e.op("Identity", parts, {}, out);
	else e.op("Concat", parts, { axis: 0 }, out);
}

/** h W^T */
function logitsOf(e: Emitter, hidden: string, head: Value): string {
	return isQuantized(e, head, true)
		? quantizedProduct(e, hidden, head, true, "columns")
		: product(e, hidden, e.name(head), { transB: true, rank: 2 });
}

/** P W. Rows of probabilities span many magnitudes, so that one scale a row would lose the small ones. */
function backProduct(e: Emitter, x: string, head: Value): string {
	return isQuantized(e, head, false)
		? quantizedProduct(e, x, head, false, "blocks")
		: e.op("MatMul", [x, e.name(head)]);
}

function reduce(e: Emitter, type: string, x: string, keep: boolean): string {
	return e.op(type, [x, e.integers(-1)], { keepdims: keep ? 1 : 0 });
}

/** log sum exp of each row, from its largest logit and its largest probability, which is never below 1/V. */
function logSum(
	e: Emitter,
	logits: string,
	p: string,
): { top: string; total: string } {
	const top = reduce(e, "ReduceMax", logits, true);
	const total = e.op("Sub", [
		top,
		e.op("Log", [reduce(e, "ReduceMax", p, true)]),
	]);
	return { top, total };
}

interface ChunkResult {
	readonly logProb: string;
	readonly entropy: string;
	readonly top1: string;
	/** Null where no gradient is wanted. */
	readonly unit: string | null;
}

function chunkScores(
	e: Emitter,
	hidden: string,
	head: Value,
	targets: string,
	wantsUnit: boolean,
): ChunkResult {
	const logits = logitsOf(e, hidden, head);
	const p = e.op("Softmax", [logits], { axis: -1 });
	const { top, total } = logSum(e, logits, p);
	const column = e.op("Unsqueeze", [targets, e.integers(-1)]);
	const chosen = e.op("GatherElements", [logits, column], { axis: 1 });
	const flat = (x: string) => e.op("Squeeze", [x, e.integers(-1)]);
	const hit = e.op("GreaterOrEqual", [chosen, top]);
	const average = wantsUnit ? backProduct(e, p, head) : null;
	// The mean logit under P; with P W at hand, without another pass over the vocabulary: sum P (h W^T) = h (P W).
	const meanOf = average === null ? [p, logits] : [hidden, average];
	const mean = reduce(e, "ReduceSum", e.op("Mul", meanOf), false);
	const row = e.op("Gather", [e.name(head), targets], { axis: 0 });
	return {
		logProb: flat(e.op("Sub", [chosen, total])),
		entropy: e.op("Sub", [flat(total), mean]),
		top1: flat(e.op("Cast", [hit], { to: 1 })),
		unit: average === null ? null : e.op("Sub", [row, average]),
	};
}

export const tokenLogProbs: Lowering<"tokenLogProbs"> = (e, node) => {
	const { chunks } = node.attributes;
	const [hidden, head, targets] = [
		input(node.inputs, 0),
		input(node.inputs, 1),
		input(node.inputs, 2),
	];
	const parts = split(e, e.name(hidden), chunks);
	const words = split(e, e.name(targets), chunks);
	const unit = input(node.outputs, 3);
	const wantsUnit = e.read.has(unit);
	const results = parts.map((part, i) =>
		chunkScores(e, part, head, words[i] as string, wantsUnit),
	);
	const names = ["logProb", "entropy", "top1"] as const;
	names.forEach((name, i) => {
		const out = input(node.outputs, i).name;
		join(
			e,
			results.map((result) => result[name]),
			out,
		);
	});
	if (!wantsUnit) return;
	join(
		e,
		results.map((result) => result.unit as string),
		unit.name,
	);
};

/**
 * Sum over tokens of d (onehot - P) h^T: a product for the probabilities, then one addition into the targets' rows.
 * The logits are computed again: keeping them would be the matrix that must not exist.
 */
export const tokenLogProbsHeadGrad: Lowering<"tokenLogProbsHeadGrad"> = (
	e,
	node,
) => {
	const { chunks } = node.attributes;
	const [d, hidden, head, targets] = node.inputs as [
		Value,
		Value,
		Value,
		Value,
	];
	const column = e.op("Unsqueeze", [e.name(d), e.integers(-1)]);
	const weighted = e.op("Mul", [e.name(hidden), column]);
	const plain = split(e, e.name(hidden), chunks);
	const negated = split(e, e.op("Neg", [weighted]), chunks);
	const sofar = plain.reduce<string | null>((sofar, part, i) => {
		// The addition ties a chunk to the one before it, so that two are never alive at once.
		const late = sofar === null ? part : after(e, part, sofar);
		const p = e.op("Softmax", [logitsOf(e, late, head)], { axis: -1 });
		const inputs = [p, negated[i] as string];
		const addend = sofar === null ? [] : [sofar];
		return e.op("Gemm", [...inputs, ...addend], { transA: 1 });
	}, null);
	const wide = e.op("Cast", [e.name(targets)], { to: 7 });
	const index = e.op("Unsqueeze", [wide, e.integers(-1)]);
	const out = input(node.outputs, 0).name;
	e.op(
		"ScatterND",
		[sofar as string, index, weighted],
		{ reduction: "add" },
		out,
	);
};

/** x [s, C], not before `token` [n] or [n, C] is known. */
function after(e: Emitter, x: string, token: string): string {
	const first = e.op("Slice", [token, e.integers(0), e.integers(1)]);
	return e.op("Add", [x, e.op("Mul", [first, e.scalar(0)])]);
}

/** Softmax of the likeliest logits alone: what they leave out cancels. */
export const tokenTopEntropy: Lowering<"tokenTopEntropy"> = (e, node) => {
	const { chunks, k } = node.attributes;
	const [hidden, head] = [input(node.inputs, 0), input(node.inputs, 1)];
	const words = input(node.inputs, 1).shape[0];
	const kept = typeof words === "number" ? Math.min(k, words) : k;
	const parts = serially(
		e,
		split(e, e.name(hidden), chunks).map((part) => [part]),
		([part]) => {
			const logits = logitsOf(e, part as string, head);
			const likeliest = e.fresh("TopK");
			e.node("TopK", [logits, e.integers(kept)], [likeliest, e.fresh("TopK")], {
				axis: -1,
				largest: 1,
				sorted: 0,
			});
			const logs = e.op("LogSoftmax", [likeliest], { axis: -1 });
			const terms = e.op("Mul", [e.op("Exp", [logs]), logs]);
			return [e.op("Neg", [reduce(e, "ReduceSum", terms, false)])];
		},
	);
	join(e, parts.flat(), input(node.outputs, 0).name);
};

/**
 * Works on parts one after the other: each waits for the one before, so that two are never alive at once and none is
 * merged with the same product elsewhere, which would keep its logits until then.
 */
function serially(
	e: Emitter,
	parts: readonly (readonly string[])[],
	work: (part: readonly string[]) => readonly string[],
): (readonly string[])[] {
	const results: (readonly string[])[] = [];
	for (const part of parts) {
		const before = results.at(-1)?.[0];
		results.push(work(before ? part.map((x) => after(e, x, before)) : part));
	}
	return results;
}

/** P and log P of every word, [S, V]. */
function logProbabilities(
	e: Emitter,
	hidden: string,
	head: Value,
): { p: string; logs: string } {
	const logits = logitsOf(e, hidden, head);
	const p = e.op("Softmax", [logits], { axis: -1 });
	return { p, logs: e.op("Sub", [logits, logSum(e, logits, p).total]) };
}

export const tokenKl: Lowering<"tokenKl"> = (e, node) => {
	const { chunks } = node.attributes;
	const [baseHidden, baseHead, hidden, head] = node.inputs as [
		Value,
		Value,
		Value,
		Value,
	];
	const base = split(e, e.name(baseHidden), chunks);
	const policy = split(e, e.name(hidden), chunks);
	const unit = input(node.outputs, 1);
	const wantsUnit = e.read.has(unit);
	const work = ([before, now]: readonly string[]) => {
		const b = logProbabilities(e, before as string, baseHead);
		const t = logProbabilities(e, now as string, head);
		const gap = e.op("Sub", [b.logs, t.logs]);
		const kl = reduce(e, "ReduceSum", e.op("Mul", [b.p, gap]), false);
		if (!wantsUnit) return [kl];
		return [kl, backProduct(e, e.op("Sub", [t.p, b.p]), head)];
	};
	const pairs = base.map((part, i) => [part, policy[i] as string]);
	const results = wantsUnit ? serially(e, pairs, work) : pairs.map(work);
	const column = (i: number) => results.map((result) => result[i] as string);
	join(e, column(0), input(node.outputs, 0).name);
	if (wantsUnit) join(e, column(1), unit.name);
};

/** Sum over tokens of d (P_policy - P_base) h^T, the probabilities computed again. */
export const tokenKlHeadGrad: Lowering<"tokenKlHeadGrad"> = (e, node) => {
	const { chunks } = node.attributes;
	const [d, baseHidden, baseHead, hidden, head] = node.inputs as [
		Value,
		Value,
		Value,
		Value,
		Value,
	];
	const column = e.op("Unsqueeze", [e.name(d), e.integers(-1)]);
	const weighted = e.op("Mul", [e.name(hidden), column]);
	const slopes = split(e, weighted, chunks);
	const base = split(e, e.name(baseHidden), chunks);
	const softmax = (x: string, head: Value) =>
		e.op("Softmax", [logitsOf(e, x, head)], { axis: -1 });
	const sum = split(e, e.name(hidden), chunks).reduce<string | null>(
		(sofar, part, i) => {
			const late = (x: string) => (sofar === null ? x : after(e, x, sofar));
			const gap = e.op("Sub", [
				softmax(late(part), head),
				softmax(late(base[i] as string), baseHead),
			]);
			const addend = sofar === null ? [] : [sofar];
			return e.op("Gemm", [gap, slopes[i] as string, ...addend], { transA: 1 });
		},
		null,
	);
	e.op("Identity", [sum as string], {}, input(node.outputs, 0).name);
};
