import { describe, expect, test } from "vitest";
import type { Tensor } from "../../graph/interpret/tensor.ts";
import type { Objective } from "../objective.ts";
import { type Answer, answer } from "../testing/answer.ts";
import { laboratory, type Outcome } from "../testing/evaluation.ts";
import { grpo } from "./grpo.ts";

function evaluate(objective: Objective, answers: readonly Answer[]): Outcome {
	return laboratory(objective).evaluate(answers);
}

describe("grpo", () => {
	const options = {
		clip: { low: 0.2, high: 0.3 },
		beta: 0,
		kl: "loss",
	} as const;
	const byTokens = grpo({ ...options, normalise: "tokens" });
	const at = (ratio: number, advantage: number) => {
		const one = answer([Math.log(0.1 * ratio)], {
			sampled: [Math.log(0.1)],
			advantage,
		});
		const { gradient, metrics } = evaluate(byTokens, [one]);
		return [gradient[0], (metrics.clipped as Tensor).data[0]] as const;
	};

	test("a token that has moved as far as it may is let go", () => {
		expect(at(1.4, 2)).toEqual([0, 1]);
		expect(at(0.7, -2)).toEqual([0, 1]);
	});

	test("a token that has moved the wrong way is not", () => {
		expect(at(1.4, -2)[0]).toBeCloseTo(2.8, 12);
		expect(at(0.7, 2)[0]).toBeCloseTo(-1.4, 12);
		expect(at(0.7, 2)[1]).toBe(0);
	});

	test("before the first update it is the policy gradient: -A for each token", () => {
		const rows = [
			answer([-1, -2], { advantage: 1.5 }),
			answer([-3], { advantage: -0.5 }),
		];
		const found = evaluate(byTokens, rows);
		expect(found.gradient.slice(0, 2)).toEqual([-1.5, -1.5]);
		expect(found.gradient[5]).toBe(0.5);
		expect(found.weight).toBe(3);
		const byAnswers = grpo({ ...options, normalise: "answers" });
		const { gradient, weight } = evaluate(byAnswers, rows);
		expect(gradient.slice(0, 2)).toEqual([-0.75, -0.75]);
		expect(weight).toBe(2);
	});

	test("the leash is 0 at the reference and pulls back from both sides", () => {
		const leashed = grpo({
			...options,
			beta: 1,
			kl: "loss",
			normalise: "tokens",
		});
		const by = (nats: number) => {
			const one = answer([-2 + nats], {
				reference: [-2],
				sampled: [-2 + nats],
			});
			const { metrics, gradient } = evaluate(leashed, [one]);
			return [(metrics.kl as Tensor).data[0], gradient[0]] as [number, number];
		};
		expect(by(0)).toEqual([0, 0]);
		expect(by(0.5)[0]).toBeCloseTo(Math.exp(-0.5) - 0.5, 12);
		expect(by(0.5)[1]).toBeGreaterThan(0.1);
		expect(by(-0.5)[1]).toBeLessThan(-0.1);
	});
});
