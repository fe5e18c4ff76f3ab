import type { Value } from "../../graph/graph.ts";
import type { Lowering } from "./elementwise.ts";
import type { Emitter } from "./emitter.ts";
import { rowIndex, sumsById } from "./matrices.ts";
import { product } from "./product.ts";
import {
	fineProduct,
	isQuantized,
	isStored,
	quantizedProduct,
} from "./quantized-products.ts";
import { transformed } from "./rotations.ts";
import { storedProduct } from "./stored-products.ts";

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
	if (isStored(e, head)) return storedProduct(e, hidden, head, true);
	return isQuantized(e, head, true)
		? quantizedProduct(e, hidden, head, true)
		: product(e, hidden, e.name(head), { transB: true, rank: 2 });
}

/**
 * x W for probabilities or their differences, which span many magnitudes in a row, so that bytes alone would lose the
 * small ones. `top`: the largest magnitude of each row, if it is known.
 */
function backProduct(e: Emitter, x: string, head: Value, top?: string): string {
	if (isStored(e, head)) return storedProduct(e, x, head, false);
	return isQuantized(e, head, false)
		? fineProduct(e, x, head, false, top)
		: e.op("MatMul", [x, e.name(head)]);
}

/** Rows of W in float32. Of a head in another basis only these are transformed, not all of it. */
function rowsOf(e: Emitter, head: Value, ids: string): string {
	const leaf = e.frozen.get(head.name);
	if (!leaf) return e.op("Gather", [e.name(head), ids], { axis: 0 });
	const rows = e.storedRows(leaf.tensor, ids);
	if (!leaf.transform) return rows;
	return transformed(e, rows, ["S", ...head.shape.slice(1)], leaf.transform);
}

function reduce(e: Emitter, type: string, x: string, keep: boolean): string {
	return e.op(type, [x, e.integers(-1)], { keepdims: keep ? 1 : 0 });
}

/**
 * log sum exp of each row, from its largest logit and its largest probability, which is never below 1/V.
 */
function logSum(
	e: Emitter,
	logits: string,
	p: string,
): {
	readonly top: string;
	readonly highest: string;
	readonly total: string;
} {
	const top = reduce(e, "ReduceMax", logits, true);
	const highest = reduce(e, "ReduceMax", p, true);
	return { top, highest, total: e.op("Sub", [top, e.op("Log", [highest])]) };
}

/**
 * Chunks up to which probabilities are kept from the forward pass for the gradient of the head: computing them again costs a product with
 * the whole vocabulary, keeping them as many bytes as the logits of all chunks.
 */
const keptChunks = 4;

/** Logits of the only chunk, which scores and KL of one policy share. */
const logitsKey = (hidden: Value, head: Value) =>
	`logits of ${hidden.name} by ${head.name}`;

const probabilitiesOf = (hidden: Value, head: Value, chunk: number) =>
	`probabilities of ${hidden.name} by ${head.name}, chunk ${chunk}`;

interface ChunkResult {
	/**
	 * logProb, entropy and top1, [s, 3]: in one tensor, so that all of a chunk is computed before the next one. Apart,
	 * they would be asked for one after the other, and the logits of all chunks would wait for the last.
	 */
	readonly scores: string;
	/** Null if no gradient is wanted. */
	readonly unit: string | null;
	/** Of every word, [s, V]. */
	readonly p: string;
	readonly logits: string;
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
	const { top, highest, total } = logSum(e, logits, p);
	const column = e.op("Unsqueeze", [targets, e.integers(-1)]);
	const chosen = e.op("GatherElements", [logits, column], { axis: 1 });
	const hit = e.op("GreaterOrEqual", [chosen, top]);
	const average = wantsUnit ? backProduct(e, p, head, highest) : null;
	// The mean logit under P; with P W at hand, without another pass over the vocabulary: sum P (h W^T) = h (P W).
	const meanOf = average === null ? [p, logits] : [hidden, average];
	const mean = reduce(e, "ReduceSum", e.op("Mul", meanOf), true);
	const row = rowsOf(e, head, targets);
	return {
		scores: e.op(
			"Concat",
			[
				e.op("Sub", [chosen, total]),
				e.op("Sub", [total, mean]),
				e.op("Cast", [hit], { to: 1 }),
			],
			{ axis: 1 },
		),
		unit: average === null ? null : e.op("Sub", [row, average]),
		...{ p, logits },
	};
}

/** The columns of a matrix under the names of their values, [S] each. */
function columns(e: Emitter, matrix: string, values: readonly Value[]): void {
	const parts = values.map(() => e.fresh("Split"));
	const attributes = { axis: 1, num_outputs: values.length };
	e.node("Split", [matrix], parts, attributes);
	values.forEach(({ name }, i) => {
		e.op("Squeeze", [parts[i] as string, e.integers(-1)], {}, name);
	});
}

export const tokenLogProbs: Lowering<"tokenLogProbs"> = (e, node) => {
	const { chunks } = node.attributes;
	const [hidden, head, targets] = node.inputs;
	const parts = split(e, e.name(hidden), chunks);
	const words = split(e, e.name(targets), chunks);
	const unit = node.outputs[3];
	const wantsUnit = e.readers.has(unit);
	const results = parts.map((part, i) =>
		chunkScores(e, part, head, words[i] as string, wantsUnit),
	);
	if (chunks <= keptChunks)
		for (const [i, { p }] of results.entries())
			e.once(probabilitiesOf(hidden, head, i), () => p);
	if (chunks === 1)
		e.once(logitsKey(hidden, head), () => results[0]?.logits as string);
	const scores = e.fresh("Concat");
	join(
		e,
		results.map((result) => result.scores),
		scores,
	);
	columns(e, scores, node.outputs.slice(0, 3));
	if (!wantsUnit) return;
	join(
		e,
		results.map((result) => result.unit as string),
		unit.name,
	);
};

/**
 * Sum over tokens of d (onehot - P) h^T: a product for the probabilities, then the targets' rows with their sums added.
 * Of more than a few chunks the logits are computed again: keeping them would be the matrix that must not exist.
 */
export const tokenLogProbsHeadGrad: Lowering<"tokenLogProbsHeadGrad"> = (
	e,
	node,
) => {
	const { chunks } = node.attributes;
	const [d, hidden, head, targets] = node.inputs;
	const column = e.op("Unsqueeze", [e.name(d), e.integers(-1)]);
	const weighted = e.op("Mul", [e.name(hidden), column]);
	const plain = split(e, e.name(hidden), chunks);
	const negated = split(e, e.op("Neg", [weighted]), chunks);
	const sofar = plain.reduce<string | null>((sofar, part, i) => {
		// The addition ties a chunk to the one before it, so that two are never alive at once.
		const late = () => (sofar === null ? part : after(e, part, sofar));
		const p = e.once(probabilitiesOf(hidden, head, i), () =>
			e.op("Softmax", [logitsOf(e, late(), head)], { axis: -1 }),
		);
		const inputs = [p, negated[i] as string];
		const addend = sofar === null ? [] : [sofar];
		return e.op("Gemm", [...inputs, ...addend], { transA: 1 });
	}, null);
	const words = e.name(targets);
	const rows = e.op("Add", [
		e.op("Gather", [sofar as string, words], { axis: 0 }),
		sumsById(e, words, weighted),
	]);
	const out = node.outputs[0].name;
	e.op("ScatterND", [sofar as string, rowIndex(e, words), rows], {}, out);
};

/** x, not before `token` is known: matrices, both. */
function after(e: Emitter, x: string, token: string): string {
	const corner = e.op("Slice", [token, e.integers(0, 0), e.integers(1, 1)]);
	return e.op("Add", [x, e.op("Mul", [corner, e.scalar(0)])]);
}

/** Softmax of the likeliest logits alone: what they leave out cancels. */
export const tokenTopEntropy: Lowering<"tokenTopEntropy"> = (e, node) => {
	const { chunks, k } = node.attributes;
	const [hidden, head] = node.inputs;
	const words = head.shape[0];
	const kept = typeof words === "number" ? Math.min(k, words) : k;
	const parts = split(e, e.name(hidden), chunks).map((part) => [part]);
	const entropies = serially(e, parts, ([part]) => {
		const likeliest = e.fresh("TopK");
		e.node(
			"TopK",
			[logitsOf(e, part as string, head), e.integers(kept)],
			[likeliest, e.fresh("TopK")],
			{ axis: -1, largest: 1, sorted: 0 },
		);
		const logs = e.op("LogSoftmax", [likeliest], { axis: -1 });
		const terms = e.op("Mul", [e.op("Exp", [logs]), logs]);
		return e.op("Neg", [reduce(e, "ReduceSum", terms, true)]);
	});
	const column = e.fresh("Concat");
	join(e, entropies, column);
	columns(e, column, node.outputs);
};

/**
 * Works on parts one after the other: each waits for the one before, so that two are never alive at once and none is
 * merged with the same product elsewhere, which would keep its logits until then.
 */
function serially(
	e: Emitter,
	parts: readonly (readonly string[])[],
	work: (part: readonly string[]) => string,
): string[] {
	const results: string[] = [];
	for (const part of parts) {
		const before = results.at(-1);
		results.push(work(before ? part.map((x) => after(e, x, before)) : part));
	}
	return results;
}

/** Of every word, [s, V], and log sum exp of the logits, [s, 1]. */
function distribution(
	e: Emitter,
	hidden: string,
	head: Value,
): { logits: string; p: string; total: string } {
	const logits = logitsOf(e, hidden, head);
	const p = e.op("Softmax", [logits], { axis: -1 });
	return { logits, p, total: logSum(e, logits, p).total };
}

/** The same of a policy that is not cut into chunks, of which scores may have computed it. */
function wholeDistribution(
	e: Emitter,
	hidden: Value,
	head: Value,
): ReturnType<typeof distribution> {
	const logits = e.once(logitsKey(hidden, head), () =>
		logitsOf(e, e.name(hidden), head),
	);
	const p = e.once(probabilitiesOf(hidden, head, 0), () =>
		e.op("Softmax", [logits], { axis: -1 }),
	);
	return { logits, p, total: logSum(e, logits, p).total };
}

/** Sum of P_base (log P_base - log P), [s, 1]: the mean gap of the logits, less that of their log sum exp. */
function divergence(
	e: Emitter,
	base: ReturnType<typeof distribution>,
	policy: ReturnType<typeof distribution>,
): string {
	const gaps = e.op("Sub", [base.logits, policy.logits]);
	const mean = reduce(e, "ReduceSum", e.op("Mul", [base.p, gaps]), true);
	return e.op("Sub", [mean, e.op("Sub", [base.total, policy.total])]);
}

export const tokenKl: Lowering<"tokenKl"> = (e, node) => {
	const { chunks } = node.attributes;
	const [baseHidden, baseHead, hidden, head] = node.inputs;
	const base = split(e, e.name(baseHidden), chunks);
	const policy = split(e, e.name(hidden), chunks);
	const pairs = base.map((part, i) => [part, policy[i] as string]);
	const [kl, unit] = node.outputs;
	const wantsUnit = e.readers.has(unit);
	const work = ([before, now]: readonly string[]) => {
		const b = distribution(e, before as string, baseHead);
		const t =
			chunks === 1 && !wantsUnit
				? wholeDistribution(e, hidden, head)
				: distribution(e, now as string, head);
		const kl = divergence(e, b, t);
		if (!wantsUnit) return kl;
		const moved = backProduct(e, e.op("Sub", [t.p, b.p]), head);
		// In one tensor, so that nothing of a chunk waits for the others.
		return e.op("Concat", [kl, moved], { axis: 1 });
	};
	const whole = e.fresh("Concat");
	join(e, wantsUnit ? serially(e, pairs, work) : pairs.map(work), whole);
	if (!wantsUnit) return columns(e, whole, [kl]);
	const first = e.fresh("Split");
	const sizes = e.integers(1, head.shape[1] as number);
	e.node("Split", [whole, sizes], [first, unit.name], { axis: 1 });
	e.op("Squeeze", [first, e.integers(-1)], {}, kl.name);
};

/** Sum over tokens of d (P_policy - P_base) h^T, the probabilities computed again. */
export const tokenKlHeadGrad: Lowering<"tokenKlHeadGrad"> = (e, node) => {
	const { chunks } = node.attributes;
	const [d, baseHidden, baseHead, hidden, head] = node.inputs;
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
	e.op("Identity", [sum as string], {}, node.outputs[0].name);
};
