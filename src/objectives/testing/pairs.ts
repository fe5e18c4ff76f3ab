import { type Answer, pairsOf } from "./answer.ts";
import type { Expectation, Expectations } from "./expectation.ts";

const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
const mean = (values: readonly number[]) => sum(values) / values.length;
const delta = ({ logProb, reference }: Answer) => sum(logProb) - sum(reference);
const sigma = (x: number) => 1 / (1 + Math.exp(-x));

/** A loss of each pair, and `sft` times the mean NLL of its chosen answer, over the pairs. */
function eachPair(
	loss: (chosen: Answer, rejected: Answer) => number,
	sft = 0,
): Expectation<never>["loss"] {
	return (now) => {
		const pairs = pairsOf(now);
		return {
			sum: sum(
				pairs.map(
					([chosen, rejected]) =>
						loss(chosen, rejected) - sft * mean(chosen.logProb),
				),
			),
			weight: pairs.length,
		};
	};
}

const logistic = (beta: number, smoothing: number) =>
	eachPair((chosen, rejected) => {
		const right = sigma(beta * (delta(chosen) - delta(rejected)));
		return -(1 - smoothing) * Math.log(right) - smoothing * Math.log(1 - right);
	});

/** Of the mean probability p of a token, with log p the mean of log-probabilities. */
const odds = ({ logProb }: Answer) => {
	const p = Math.exp(mean(logProb));
	return p / (1 - p);
};

/** What each paper on pairs says, in plain arithmetic. */
export const pairExpectations = {
	dpo: [
		{
			options: { beta: 0.3, labelSmoothing: 0, sft: 0 },
			loss: logistic(0.3, 0),
		},
		{
			options: { beta: 0.3, labelSmoothing: 0.2, sft: 0 },
			loss: logistic(0.3, 0.2),
		},
		{
			options: { beta: 0.3, labelSmoothing: 0, sft: 0.7 },
			loss: eachPair(
				(chosen, rejected) =>
					-Math.log(sigma(0.3 * (delta(chosen) - delta(rejected)))),
				0.7,
			),
		},
	],
	ipo: [
		{
			options: { beta: 0.4, sft: 0.5 },
			loss: eachPair((chosen, rejected) => {
				const perToken = (one: Answer) => delta(one) / one.logProb.length;
				return (perToken(chosen) - perToken(rejected) - 1.25) ** 2;
			}, 0.5),
		},
	],
	hinge: [
		{
			options: { beta: 0.6, sft: 0.5 },
			loss: eachPair((chosen, rejected) => {
				const margin = 0.6 * delta(chosen) - 0.6 * delta(rejected);
				return margin < 1 ? 1 - margin : 0;
			}, 0.5),
		},
	],
	"minor-dpo": [
		{
			options: { beta: 0.3, sft: 0.5 },
			loss: eachPair((chosen, rejected) => {
				const gate = Math.max(0, delta(rejected));
				return -Math.log(sigma(0.3 * delta(chosen) - 0.3 * gate));
			}, 0.5),
		},
	],
	simpo: [
		{
			options: { beta: 2, gamma: 0.5, sft: 0.5 },
			loss: eachPair((chosen, rejected) => {
				const lead = mean(chosen.logProb) - mean(rejected.logProb);
				return -Math.log(sigma(2 * lead - 0.5));
			}, 0.5),
		},
	],
	orpo: [
		{
			options: { lambda: 0.4 },
			loss: eachPair((chosen, rejected) => {
				const ratio = odds(chosen) / odds(rejected);
				return -0.4 * Math.log(sigma(Math.log(ratio)));
			}, 1),
		},
	],
	irft: [
		{
			options: { beta: 0.3, labelSmoothing: 0, sft: 0 },
			loss: logistic(0.3, 0),
		},
		{
			options: { beta: 0.3, labelSmoothing: 0.1, sft: 0 },
			loss: logistic(0.3, 0.1),
		},
	],
	"reward-model": [0, 0.01].map((centre) => ({
		options: { centre },
		loss: eachPair(
			(chosen, rejected) =>
				-Math.log(sigma(chosen.reward - rejected.reward)) +
				centre * (chosen.reward + rejected.reward) ** 2,
		),
	})) as [Expectation<{ centre: number }>, Expectation<{ centre: number }>],
	kto: [
		{
			options: { beta: 0.3, desirable: 1, undesirable: 1.5 },
			loss: (now, _frozen, z0) => ({
				sum: sum(
					now.map((one) => {
						const lead = 0.3 * (delta(one) - z0);
						return one.liked ? 1 * (1 - sigma(lead)) : 1.5 * (1 - sigma(-lead));
					}),
				),
				weight: now.length,
			}),
			statistic: (answers) => Math.max(0, mean(answers.map(delta))),
		},
	],
} satisfies Partial<Expectations>;
