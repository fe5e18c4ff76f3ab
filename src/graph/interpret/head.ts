import { product } from "./matrices.ts";
import { get, type Interpretation, type Tensor, tensor } from "./tensor.ts";

const byHead = { transA: false, transB: true, alpha: 1 };

/** Log-probabilities of every word after each hidden state, [S, V]. */
function logProbabilities(hidden: Tensor, head: Tensor): Tensor {
	const logits = product(hidden, head, byHead);
	const words = head.shape[0] as number;
	for (let s = 0; s < (hidden.shape[0] as number); s++) {
		const row = logits.data.subarray(s * words, (s + 1) * words);
		const top = row.reduce((m, x) => Math.max(m, x), Number.NEGATIVE_INFINITY);
		const total = row.reduce((sum, x) => sum + Math.exp(x - top), 0);
		const shift = top + Math.log(total);
		for (let w = 0; w < words; w++) row[w] = get(row, w) - shift;
	}
	return logits;
}

export const tokenLogProbs: Interpretation<"tokenLogProbs"> = (inputs) => {
	const [hidden, head, targets] = inputs;
	const [words, width] = head.shape as [number, number];
	const count = hidden.shape[0] as number;
	const logs = logProbabilities(hidden, head);
	const [logProb, entropy, top1] = [
		tensor([count]),
		tensor([count]),
		tensor([count]),
	];
	const unit = tensor(hidden.shape);
	for (let s = 0; s < count; s++) {
		const row = logs.data.subarray(s * words, (s + 1) * words);
		const target = get(targets.data, s);
		logProb.data[s] = get(row, target);
		entropy.data[s] = -row.reduce((sum, l) => sum + Math.exp(l) * l, 0);
		top1.data[s] = row.every((l) => l <= get(row, target)) ? 1 : 0;
		for (let c = 0; c < width; c++) {
			let mean = 0;
			for (let w = 0; w < words; w++)
				mean += Math.exp(get(row, w)) * get(head.data, w * width + c);
			unit.data[s * width + c] = get(head.data, target * width + c) - mean;
		}
	}
	return [logProb, entropy, top1, unit];
};

export const tokenLogProbsHeadGrad: Interpretation<"tokenLogProbsHeadGrad"> = (
	inputs,
) => {
	const [d, hidden, head, targets] = inputs;
	const [words, width] = head.shape as [number, number];
	const logs = logProbabilities(hidden, head);
	const out = tensor(head.shape);
	for (let s = 0; s < d.data.length; s++)
		for (let w = 0; w < words; w++) {
			const hit = w === get(targets.data, s) ? 1 : 0;
			const slope =
				get(d.data, s) * (hit - Math.exp(get(logs.data, s * words + w)));
			for (let c = 0; c < width; c++)
				out.data[w * width + c] =
					get(out.data, w * width + c) +
					slope * get(hidden.data, s * width + c);
		}
	return [out];
};

export const tokenTopEntropy: Interpretation<"tokenTopEntropy"> = (
	[hidden, head],
	{ k },
) => {
	const logs = logProbabilities(hidden, head);
	const words = head.shape[0] as number;
	const out = tensor([hidden.shape[0] as number]);
	for (let s = 0; s < out.data.length; s++) {
		const row = logs.data.slice(s * words, (s + 1) * words);
		const likeliest = row.map(Math.exp).sort().subarray(-k);
		const total = likeliest.reduce((sum, p) => sum + p, 0);
		out.data[s] = likeliest.reduce((sum, p) => {
			const q = p / total;
			return q > 0 ? sum - q * Math.log(q) : sum;
		}, 0);
	}
	return [out];
};

/** How much likelier a word has become. */
function gap(base: Tensor, policy: Tensor, at: number): number {
	return Math.exp(get(policy.data, at)) - Math.exp(get(base.data, at));
}

export const tokenKl: Interpretation<"tokenKl"> = (inputs) => {
	const [baseHidden, baseHead, hidden, head] = inputs;
	const base = logProbabilities(baseHidden, baseHead);
	const policy = logProbabilities(hidden, head);
	const [words, width] = head.shape as [number, number];
	const out = tensor([hidden.shape[0] as number]);
	const unit = tensor(hidden.shape);
	base.data.forEach((l, i) => {
		const [s, w] = [Math.floor(i / words), i % words];
		out.data[s] = get(out.data, s) + Math.exp(l) * (l - get(policy.data, i));
		for (let c = 0; c < width; c++)
			unit.data[s * width + c] =
				get(unit.data, s * width + c) +
				gap(base, policy, i) * get(head.data, w * width + c);
	});
	return [out, unit];
};

export const tokenKlHeadGrad: Interpretation<"tokenKlHeadGrad"> = (inputs) => {
	const [d, baseHidden, baseHead, hidden, head] = inputs;
	const base = logProbabilities(baseHidden, baseHead);
	const policy = logProbabilities(hidden, head);
	const [words, width] = head.shape as [number, number];
	const out = tensor(head.shape);
	base.data.forEach((_, i) => {
		const [s, w] = [Math.floor(i / words), i % words];
		const slope = get(d.data, s) * gap(base, policy, i);
		for (let c = 0; c < width; c++)
			out.data[w * width + c] =
				get(out.data, w * width + c) + slope * get(hidden.data, s * width + c);
	});
	return [out];
};
