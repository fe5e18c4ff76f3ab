import type { AttentionAttributes } from "../operations.ts";
import { get, type Interpretation, type Tensor, tensor } from "./tensor.ts";

/** Visits each query of each row and head, with the packed tokens of its row up to its own. */
function eachQuery(
	slots: Tensor,
	{ heads, kvHeads }: AttentionAttributes,
	visit: (query: {
		readonly row: number;
		readonly head: number;
		readonly kvHead: number;
		readonly place: number;
		readonly tokens: readonly number[];
	}) => void,
): void {
	const [rows, longest] = slots.shape as [number, number];
	for (let row = 0; row < rows; row++) {
		const tokens = [...slots.data.subarray(row * longest, (row + 1) * longest)];
		for (let head = 0; head < heads; head++) {
			const kvHead = Math.floor((head * kvHeads) / heads);
			for (let place = 0; place < longest; place++)
				visit({
					...{ row, head, kvHead, place },
					tokens: tokens.slice(0, place + 1),
				});
		}
	}
}

const dot = (a: Float64Array, b: Float64Array) =>
	a.reduce((sum, value, i) => sum + value * get(b, i), 0);

/** A view of one head of one packed token. */
function head(
	t: Tensor,
	token: number,
	index: number,
	size: number,
): Float64Array {
	const width = t.shape[1] as number;
	return t.data.subarray(
		token * width + index * size,
		token * width + (index + 1) * size,
	);
}

function addScaled(
	into: Float64Array,
	from: Float64Array,
	scale: number,
): void {
	for (let i = 0; i < into.length; i++)
		into[i] = get(into, i) + scale * get(from, i);
}

/** Whether a place is its token's own: places without a token of their own repeat the blank one. */
function isHome(places: Tensor, token: number, slot: number): boolean {
	return get(places.data, token) === slot;
}

export function softmaxOf(scores: readonly number[]): number[] {
	const top = Math.max(...scores);
	const exps = scores.map((s) => Math.exp(s - top));
	const total = exps.reduce((sum, e) => sum + e, 0);
	return exps.map((e) => e / total);
}

/** Scaled dot-product attention (Vaswani et al., arXiv 1706.03762, equation 1), grouped queries (arXiv 2305.13245). */
export const attention: Interpretation<"attention"> = (inputs, attributes) => {
	const [q, k, v, slots, places, bias] = inputs;
	const { heads, headDim: size, scale } = attributes;
	const [rows, longest] = slots.shape as [number, number];
	const mix = tensor(q.shape);
	const probabilities = tensor([rows, heads, longest, longest]);
	eachQuery(slots, attributes, ({ row, head: h, kvHead, place, tokens }) => {
		const token = tokens[place] as number;
		const scores = tokens.map(
			(key, j) =>
				scale * dot(head(q, token, h, size), head(k, key, kvHead, size)) +
				get(bias.data, place * longest + j),
		);
		const p = softmaxOf(scores);
		probabilities.data.set(p, ((row * heads + h) * longest + place) * longest);
		if (!isHome(places, token, row * longest + place)) return;
		p.forEach((weight, j) => {
			addScaled(
				head(mix, token, h, size),
				head(v, tokens[j] as number, kvHead, size),
				weight,
			);
		});
	});
	return [mix, probabilities];
};

export const attentionGrad: Interpretation<"attentionGrad"> = (
	inputs,
	attributes,
) => {
	const [dmix, q, k, v, slots, places, , probabilities] = inputs;
	const { heads, headDim: size, scale } = attributes;
	const longest = slots.shape[1] as number;
	const [dq, dk, dv] = [tensor(q.shape), tensor(k.shape), tensor(v.shape)];
	eachQuery(slots, attributes, ({ row, head: h, kvHead, place, tokens }) => {
		const token = tokens[place] as number;
		if (!isHome(places, token, row * longest + place)) return;
		const start = ((row * heads + h) * longest + place) * longest;
		const p = probabilities.data.subarray(start, start + longest);
		const up = head(dmix, token, h, size);
		const dp = tokens.map((key) => dot(up, head(v, key, kvHead, size)));
		const level = dp.reduce((sum, d, j) => sum + d * get(p, j), 0);
		tokens.forEach((key, j) => {
			const weight = get(p, j);
			const ds = weight * ((dp[j] as number) - level) * scale;
			addScaled(head(dv, key, kvHead, size), up, weight);
			addScaled(head(dq, token, h, size), head(k, key, kvHead, size), ds);
			addScaled(head(dk, key, kvHead, size), head(q, token, h, size), ds);
		});
	});
	return [dq, dk, dv];
};

/** Rotary positions (Su et al., arXiv 2104.09864, equation 34), halves paired as in the released Llama weights. */
export const rotary: Interpretation<"rotary"> = (
	inputs,
	{ heads, headDim, inverse },
) => {
	const [x, positions, cos, sin] = inputs;
	const half = headDim / 2;
	const out = tensor(x.shape);
	positions.data.forEach((position, token) => {
		for (let h = 0; h < heads; h++) {
			const [from, to] = [
				head(x, token, h, headDim),
				head(out, token, h, headDim),
			];
			for (let i = 0; i < half; i++) {
				const c = get(cos.data, position * half + i);
				const s = get(sin.data, position * half + i) * (inverse ? -1 : 1);
				to[i] = get(from, i) * c - get(from, i + half) * s;
				to[i + half] = get(from, i + half) * c + get(from, i) * s;
			}
		}
	});
	return [out];
};

/** Keys are the cache's, then the tokens' own. */
export const cachedAttention: Interpretation<"cachedAttention"> = (
	inputs,
	{ heads, kvHeads, headDim: size, scale },
) => {
	const [q, k, v, pastKey, pastValue, bias] = inputs;
	const [rows, , steps, span] = bias.shape as [number, number, number, number];
	const held = span - steps;
	const mix = tensor(q.shape);
	for (let token = 0; token < rows * steps; token++) {
		const row = Math.floor(token / steps);
		for (let h = 0; h < heads; h++) {
			const kv = Math.floor((h * kvHeads) / heads);
			const seen = (past: Tensor, own: Tensor, j: number) => {
				if (j >= held) return head(own, row * steps + j - held, kv, size);
				const start = ((row * kvHeads + kv) * held + j) * size;
				return past.data.subarray(start, start + size);
			};
			const query = head(q, token, h, size);
			const p = softmaxOf(
				Array.from(
					{ length: span },
					(_, j) =>
						scale * dot(query, seen(pastKey, k, j)) +
						get(bias.data, token * span + j),
				),
			);
			const into = head(mix, token, h, size);
			p.forEach((weight, j) => {
				addScaled(into, seen(pastValue, v, j), weight);
			});
		}
	}
	return [mix];
};
