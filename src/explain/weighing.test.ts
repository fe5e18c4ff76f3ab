import { describe, expect, it } from "vitest";
import { dft } from "../objectives/imitation/dft.ts";
import { minorSft } from "../objectives/imitation/minor-sft.ts";
import { pFamily } from "../objectives/imitation/p-family.ts";
import { sft } from "../objectives/imitation/sft.ts";
import type { Objective } from "../objectives/objective.ts";
import { dpo } from "../objectives/preferences/dpo.ts";
import { randomAnswers } from "../objectives/testing/answer.ts";
import { laboratory } from "../objectives/testing/evaluation.ts";
import { tokenGradient, weighing } from "./weighing.ts";

/** The metric for random answers, without the blank token at its end, and the answers. */
function weigh(objective: Objective) {
	const answers = randomAnswers(objective.needs, 3, "weighing");
	const lab = laboratory(weighing(objective), 1);
	const { metrics, gradient, sum } = lab.evaluate(answers);
	const found = [...(metrics[tokenGradient]?.data ?? [])];
	const tokens = answers.flatMap(({ logProb }) => logProb);
	return {
		answers,
		tokens,
		gradient,
		sum,
		found: found.slice(0, tokens.length),
		blank: found.slice(tokens.length),
	};
}

const sum = (values: readonly number[]) => values.reduce((s, x) => s + x, 0);
const sigma = (x: number) => 1 / (1 + Math.exp(-x));

describe("the weight of a token", () => {
	it("is 1 in SFT, and nothing for a blank token", () => {
		const { found, blank } = weigh(sft());
		expect(found.every((one) => one === -1)).toBe(true);
		expect(blank.every((one) => one === 0)).toBe(true);
	});

	it("is the probability in DFT, and a power of it in the p-family", () => {
		const whole = weigh(dft({ floor: null, keepEnd: false }));
		whole.found.forEach((one, t) => {
			expect(one).toBeCloseTo(-Math.exp(whole.tokens[t] ?? 0), 9);
		});
		const power = weigh(pFamily({ q: 2 }));
		power.found.forEach((one, t) => {
			expect(one).toBeCloseTo(-Math.exp(2 * (power.tokens[t] ?? 0)), 9);
		});
	});

	it("is a / m in MinorSFT, detached from how a depends on the policy", () => {
		const beta = 0.3;
		const { answers, found } = weigh(minorSft({ beta }));
		let t = 0;
		for (const { logProb, reference } of answers) {
			const delta = sum(logProb) - sum(reference);
			const a = 2 * sigma(-beta * delta);
			for (const _ of logProb) {
				expect(found[t]).toBeCloseTo(-a / logProb.length, 9);
				t++;
			}
		}
		expect(t).toBe(found.length);
	});

	it("is beta sigma(-beta h) in DPO, with the sign of the side", () => {
		const beta = 0.2;
		const { answers, found } = weigh(dpo({ beta, labelSmoothing: 0, sft: 0 }));
		const delta = ({ logProb, reference }: (typeof answers)[number]) =>
			sum(logProb) - sum(reference);
		let t = 0;
		answers.forEach((answer, i) => {
			const [chosen, rejected] = [
				answers[i - (i % 2)],
				answers[i - (i % 2) + 1],
			];
			if (!chosen || !rejected) throw new Error("half a pair");
			const weight = beta * sigma(-beta * (delta(chosen) - delta(rejected)));
			for (const _ of answer.logProb)
				expect(found[t++]).toBeCloseTo(i % 2 === 0 ? -weight : weight, 9);
		});
	});

	it("leaves loss and gradient as they are", () => {
		const objective = minorSft({ beta: 0.3 });
		const plain = laboratory(objective, 1).evaluate(
			randomAnswers(objective.needs, 3, "weighing"),
		);
		const weighed = weigh(objective);
		expect(weighed.sum).toBe(plain.sum);
		expect(weighed.gradient).toEqual(plain.gradient);
	});
});
