import type { Answer } from "./answer.ts";
import type { Expectations } from "./expectation.ts";

const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

interface Rule {
	readonly low: number;
	readonly high: number;
	readonly beta: number;
}

/** Losses of an answer's tokens. */
function tokenLosses(
	{ logProb, sampled, reference, advantage }: Answer,
	{ low, high, beta }: Rule,
): number[] {
	return logProb.map((l, t) => {
		const ratio = Math.exp(l - (sampled[t] as number));
		const kept = Math.min(Math.max(ratio, 1 - low), 1 + high);
		const towards = Math.exp((reference[t] as number) - l);
		const kl = towards - Math.log(towards) - 1;
		return -Math.min(ratio * advantage, kept * advantage) + beta * kl;
	});
}

/** What the papers on policy gradients say, in plain arithmetic. */
export const sampledExpectations = {
	rft: [
		{
			options: {
				clip: { low: 0.2, high: 0.2 },
				beta: 0.04,
				kl: "loss",
				normalise: "tokens",
			},
			loss: (now) => {
				const losses = now.flatMap((one) =>
					tokenLosses(one, { low: 0.2, high: 0.2, beta: 0.04 }),
				);
				return { sum: sum(losses), weight: losses.length };
			},
		},
	],
	grpo: [
		{
			options: {
				clip: { low: 0.2, high: 0.28 },
				beta: 0,
				kl: "loss",
				normalise: "tokens",
			},
			loss: (now) => {
				const losses = now.flatMap((one) =>
					tokenLosses(one, { low: 0.2, high: 0.28, beta: 0 }),
				);
				return { sum: sum(losses), weight: losses.length };
			},
		},
		{
			options: {
				clip: { low: 0.2, high: 0.2 },
				beta: 0.04,
				kl: "loss",
				normalise: "answers",
			},
			loss: (now) => ({
				sum: sum(
					now.map(
						(one) =>
							sum(tokenLosses(one, { low: 0.2, high: 0.2, beta: 0.04 })) /
							one.logProb.length,
					),
				),
				weight: now.length,
			}),
		},
	],
} satisfies Partial<Expectations>;
