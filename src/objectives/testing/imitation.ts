import type { Answer } from "./answer.ts";
import type { Expectation, Expectations } from "./expectation.ts";

type Loss = (
	now: readonly Answer[],
	frozen: readonly Answer[],
) => { sum: number; weight: number };

const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

const tokensOf = (answers: readonly Answer[]) =>
	sum(answers.map(({ logProb }) => logProb.length));

/** Each token's NLL times a weight that is taken from the frozen answers, over the tokens. */
function weighted(weight: (frozen: Answer, t: number) => number): Loss {
	return (now, frozen) => ({
		sum: sum(
			now.flatMap(({ logProb }, r) =>
				logProb.map((l, t) => -l * weight(frozen[r] as Answer, t)),
			),
		),
		weight: tokensOf(now),
	});
}

/** Mean over the answer of log(pi / pi_ref). */
const meanGain = ({ logProb, reference }: Answer) =>
	(sum(logProb) - sum(reference)) / logProb.length;

const p = ({ logProb }: Answer, t: number) => Math.exp(logProb[t] as number);
const isLast = ({ logProb }: Answer, t: number) => t === logProb.length - 1;

function power(q: number): Expectation<{ readonly q: number }> {
	return {
		options: { q },
		loss: (now) => ({
			sum: sum(
				now.flatMap(({ logProb }) =>
					logProb.map((l) => (1 - Math.exp(l) ** q) / q),
				),
			),
			weight: tokensOf(now),
		}),
	};
}

/** MinorSFT's weighted mean of each answer. */
function braked(beta: number): Loss {
	return (now, frozen) => ({
		sum: sum(
			now.map(({ logProb }, r) => {
				const { logProb: then, reference } = frozen[r] as Answer;
				const delta = sum(then) - sum(reference);
				const a = 2 / (1 + Math.exp(beta * delta));
				return (-a * sum(logProb)) / logProb.length;
			}),
		),
		weight: now.length,
	});
}

/** DFT, and lambda times the divergence from the reference. */
function anchored(lambda: number): Loss {
	return (now, frozen) => {
		const imitated = weighted(p)(now, frozen);
		const anchor = lambda * sum(now.flatMap(({ kl }) => kl));
		return { ...imitated, sum: imitated.sum + anchor };
	};
}

/** What each paper on demonstrations says, in plain arithmetic. */
export const imitationExpectations = {
	sft: [{ options: undefined, loss: weighted(() => 1) }],
	dft: [
		{ options: { floor: null, keepEnd: false }, loss: weighted(p) },
		{
			options: { floor: 0.3, keepEnd: true },
			loss: weighted((one, t) =>
				one.ends && isLast(one, t) ? 1 : Math.max(p(one, t), 0.3),
			),
		},
	],
	"minor-sft": [
		{ options: { beta: 0.5 }, loss: braked(0.5) },
		{ options: { beta: null }, strength: 0.3, loss: braked(0.3) },
	],
	"p-family": [power(0.5), power(10)],
	asft: [
		{
			options: { lambda: 0.05, floor: null, keepEnd: false },
			loss: anchored(0.05),
		},
		{
			options: { lambda: null, floor: null, keepEnd: false },
			strength: 2,
			loss: anchored(2),
		},
	],
	"iw-sft": [
		{
			options: { most: 16 },
			loss: weighted((one) => Math.exp(meanGain(one))),
		},
		{
			options: { most: 1.05 },
			loss: weighted((one) => Math.min(1.05, Math.exp(meanGain(one)))),
		},
	],
	talr: [
		{
			options: { floor: 0.2 },
			statistic: medianLoss,
			loss: (now, frozen) => {
				const tau = medianLoss(frozen);
				return weighted((one, t) => Math.max(p(one, t) ** (1 / tau), 0.2))(
					now,
					frozen,
				);
			},
		},
	],
	eaft: [
		{
			options: { alpha: 1 },
			loss: weighted(
				({ topEntropy }, t) => (topEntropy[t] as number) / Math.log(20),
			),
		},
		{
			options: { alpha: 0.4 },
			loss: weighted(
				({ topEntropy }, t) =>
					((topEntropy[t] as number) / Math.log(20)) ** 0.4,
			),
		},
	],
	psft: [
		{
			options: { high: 0.28 },
			loss: (now) => ({
				sum: sum(
					now.flatMap(({ logProb, reference }) =>
						logProb.map((l, t) => {
							const r = Math.exp(l) / Math.exp(reference[t] as number);
							return -Math.min(r, Math.min(Math.max(r, 0.8), 1.28));
						}),
					),
				),
				weight: tokensOf(now),
			}),
		},
	],
} satisfies Partial<Expectations>;

function medianLoss(answers: readonly Answer[]): number {
	const losses = answers
		.filter(({ logProb }) => logProb.length > 0)
		.map(({ logProb }) => -sum(logProb) / logProb.length)
		.sort((a, b) => a - b);
	const half = losses.length >> 1;
	return losses.length % 2 === 1
		? (losses[half] as number)
		: ((losses[half - 1] as number) + (losses[half] as number)) / 2;
}
