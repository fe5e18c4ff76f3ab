import type { NodeOf, Value } from "../../../graph/graph.ts";
import type { Lowering } from "../elementwise.ts";
import type { Emitter } from "../emitter.ts";
import { rowIndex, sumsById } from "../matrices.ts";
import { bandedScores } from "./banded-scores.ts";
import { type ChunkResult, chunkResult, wholeScores } from "./chunk-scores.ts";
import { backProduct, logitsOf } from "./head-products.ts";
import { logSum, reduce } from "./log-sum.ts";
import { isInBands, wordBands } from "./word-bands.ts";

/** Splits a tensor along its first axis into nearly equal parts. */
function split(e: Emitter, x: string, chunks: number): string[] {
	if (chunks === 1) return [x];
	const parts = Array.from({ length: chunks }, () => e.fresh("Split"));
	e.node("Split", [x], parts, { axis: 0, num_outputs: chunks });
	return parts;
}

/** Splits tensors of as many rows, a multiple of `chunks`, between whole chunks. */
function splitAlike(
	e: Emitter,
	[x, y]: readonly [string, string],
	{ chunks, parts }: { readonly chunks: number; readonly parts: number },
): [string[], string[]] {
	if (parts === 1 || parts === chunks)
		return [split(e, x, parts), split(e, y, parts)];
	const ends = Array.from({ length: parts + 1 }, (_, i) =>
		Math.floor((i * chunks) / parts),
	);
	const counts = ends.slice(1).map((end, i) => end - (ends[i] as number));
	const rows = e.op("Div", [e.op("Shape", [y]), e.integers(chunks)]);
	const sizes = e.op("Mul", [rows, e.integers(...counts)]);
	const cut = (x: string) => {
		const outputs = counts.map(() => e.fresh("Split"));
		e.node("Split", [x, sizes], outputs, { axis: 0 });
		return outputs;
	};
	return [cut(x), cut(y)];
}

function join(e: Emitter, parts: readonly string[], out: string): void {
	if (parts.length === 1) e.op("Identity", parts, {}, out);
	else e.op("Concat", parts, { axis: 0 }, out);
}

/**
 * Chunks up to which probabilities are kept from the forward pass for the gradient of the head: computing them again costs a product with
 * the whole vocabulary, keeping them as many bytes as the logits of all chunks.
 */
const keptChunks = 4;

/** The logits of a band's words for the rows of a part are at most so small a part of a chunk's logits. */
const bandsOfChunk = 6;

type ScoresNode = NodeOf<"tokenLogProbs">;

/** Logits of the only chunk, which scores and KL of one policy share. */
const logitsKey = (hidden: Value, head: Value) =>
	`logits of ${hidden.name} by ${head.name}`;

const probabilitiesOf = (hidden: Value, head: Value, chunk: number) =>
	`probabilities of ${hidden.name} by ${head.name}, chunk ${chunk}`;

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
	const [, , , unit] = node.outputs;
	const wantsUnit = e.readers.has(unit);
	const results = isInBands(e, node.inputs[1])
		? bandedResults(e, node, wantsUnit)
		: wholeResults(e, node, wantsUnit);
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

/** From the logits of all words at once. */
function wholeResults(
	e: Emitter,
	{ inputs: [hidden, head, targets], attributes: { chunks } }: ScoresNode,
	wantsUnit: boolean,
): ChunkResult[] {
	const words = split(e, e.name(targets), chunks);
	return split(e, e.name(hidden), chunks).map((part, i) => {
		const chunk = { hidden: part, targets: words[i] as string };
		const { logits, p, scores } = wholeScores(e, chunk, head, wantsUnit);
		if (chunks <= keptChunks) e.once(probabilitiesOf(hidden, head, i), () => p);
		if (chunks === 1) e.once(logitsKey(hidden, head), () => logits);
		return chunkResult(e, chunk, head, { scores, wantsUnit });
	});
}

/** From the logits of a band of words after the other. A band is so much less than all words that chunks may have more rows. */
function bandedResults(
	e: Emitter,
	{ inputs: [hidden, head, targets], attributes: { chunks } }: ScoresNode,
	wantsUnit: boolean,
): ChunkResult[] {
	const bands = wordBands(e, head);
	const parts = Math.ceil((bandsOfChunk * chunks) / bands.length);
	const [states, words] = splitAlike(e, [e.name(hidden), e.name(targets)], {
		chunks,
		parts: Math.min(parts, chunks),
	});
	return states.map((part, i) => {
		const chunk = { hidden: part, targets: words[i] as string };
		const scores = bandedScores(e, chunk, bands, wantsUnit);
		return chunkResult(e, chunk, head, { scores, wantsUnit });
	});
}

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
		const moved = backProduct(e, e.op("Sub", [t.p, b.p]), head, false);
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
