import { TemperError } from "../../core/error.ts";
import { exponential } from "./exponential.ts";
import { kthLargest, nucleusFloor } from "./floors.ts";

/** How the next token is chosen. A filter that is null does nothing. */
export type Sampling =
	| { readonly kind: "greedy" }
	| {
			readonly kind: "sample";
			/** Divides the logits before anything else. */
			readonly temperature: number;
			/** Keeps the k most probable tokens. */
			readonly topK: number | null;
			/** Then keeps the fewest most probable tokens that hold this share of what is left. */
			readonly topP: number | null;
			/** Then keeps tokens at least this share as probable as the most probable one. */
			readonly minP: number | null;
	  };

/**
 * Chooses a token from the logits of one row, `[V]`, which are only read. `uniform` in [0, 1) decides a
 * random choice. Throws `weights` when the logits hold no finite maximum.
 */
export function chooseToken(
	logits: Float32Array,
	sampling: Sampling,
	uniform: () => number,
): number {
	if (sampling.kind === "greedy") return likeliestToken(logits);
	const u = uniform();
	if (!isFiltered(sampling, logits.length)) {
		const id = drawFromAll(logits, sampling.temperature, logits[0]!, u);
		if (id !== null) return id;
	}
	const top = logits[likeliestToken(logits)]!;
	return draw(keptTokens(logits, sampling, top), u);
}

type Sample = Extract<Sampling, { kind: "sample" }>;

function isFiltered({ topK, topP, minP }: Sample, V: number): boolean {
	return (
		(topK !== null && topK < V) || (topP !== null && topP < 1) || minP !== null
	);
}

/** The id of the largest logit, the lowest id among equals. Throws `weights` when that logit is not finite. */
export function likeliestToken(logits: Float32Array): number {
	let best = -1;
	let top = Number.NEGATIVE_INFINITY;
	for (let id = 0; id < logits.length; id++) {
		const value = logits[id]!;
		if (value <= top) continue;
		best = id;
		top = value;
		if (!Number.isFinite(value)) break;
	}
	if (Number.isFinite(top)) return best;
	throw new TemperError("weights", {
		where: "generation",
		expected: "logits with a finite maximum",
		found: best < 0 ? "none" : `${top} for token ${best}`,
		hint: "The model's weights or activations have overflowed: check them, or train again with a lower learning rate.",
	});
}

/** Tokens that may be chosen, in the order of ids; `weights` are their probabilities relative to the likeliest token's. */
export interface KeptTokens {
	readonly ids: Int32Array;
	readonly weights: Float64Array;
}

/**
 * What temperature, top-k, top-p and min-p leave, applied in this order as in transformers. Tokens that tie with the last
 * one kept are kept too. `top` is the largest logit.
 */
export function keptTokens(
	logits: Float32Array,
	{ temperature, topK, topP, minP }: Sample,
	top: number,
): KeptTokens {
	const least =
		topK !== null && topK < logits.length
			? kthLargest(logits, topK)
			: Number.NEGATIVE_INFINITY;
	let count = 0;
	for (let id = 0; id < logits.length; id++) {
		if (logits[id]! >= least) count++;
	}
	const coldness = 1 / temperature;
	const ids = new Int32Array(count);
	const weights = new Float64Array(count);
	for (let id = 0, i = 0; i < count; id++) {
		if (logits[id]! < least) continue;
		ids[i] = id;
		weights[i++] = exponential((logits[id]! - top) * coldness);
	}
	const nucleus = topP !== null && topP < 1 ? nucleusFloor(weights, topP) : 0;
	return above({ ids, weights }, Math.max(nucleus, minP ?? 0));
}

/** Leaves out, in place, what weighs less than the floor. */
function above({ ids, weights }: KeptTokens, floor: number): KeptTokens {
	let kept = 0;
	for (let i = 0; i < ids.length; i++) {
		if (weights[i]! < floor) continue;
		ids[kept] = ids[i]!;
		weights[kept++] = weights[i]!;
	}
	return { ids: ids.subarray(0, kept), weights: weights.subarray(0, kept) };
}

/** Inverts the cumulative distribution at `uniform`. */
function draw({ ids, weights }: KeptTokens, uniform: number): number {
	let sum = 0;
	for (let i = 0; i < weights.length; i++) sum += weights[i]!;
	let left = uniform * sum;
	let last = 0;
	for (let i = 0; i < ids.length; i++) {
		if (weights[i] === 0) continue;
		last = i;
		left -= weights[i]!;
		if (left < 0) break;
	}
	return ids[last]!;
}

/** Tokens whose weights are added up before it is known which of them are looked at again. */
const block = 256;

/**
 * The same for all tokens, in one pass and without writing their weights down. Weights are relative to a token of logit
 * `origin`; null if they become too large or too small for that.
 */
function drawFromAll(
	logits: Float32Array,
	temperature: number,
	origin: number,
	uniform: number,
): number | null {
	const coldness = 1 / temperature;
	const sums = new Float64Array(Math.ceil(logits.length / block));
	let total = 0;
	let lastBlock = 0;
	for (let b = 0; b < sums.length; b++) {
		const end = Math.min((b + 1) * block, logits.length);
		let sum = 0;
		for (let id = b * block; id < end; id++)
			sum += exponential((logits[id]! - origin) * coldness);
		sums[b] = sum;
		total += sum;
		if (sum > 0) lastBlock = b;
	}
	if (!(total > 1e-200 && total < 1e200)) return null;
	let left = uniform * total;
	let b = 0;
	while (b < lastBlock && left >= sums[b]!) left -= sums[b++]!;
	const end = Math.min((b + 1) * block, logits.length);
	let last = 0;
	for (let id = b * block; id < end; id++) {
		const weight = exponential((logits[id]! - origin) * coldness);
		if (weight === 0) continue;
		last = id;
		left -= weight;
		if (left < 0) break;
	}
	return last;
}
