import { describe, expect, test } from "vitest";
import type { Tensor } from "../../graph/interpret/tensor.ts";
import type { Objective } from "../objective.ts";
import { irft } from "../sampled/irft.ts";
import { type Answer, answer, randomAnswers } from "../testing/answer.ts";
import { laboratory, type Outcome } from "../testing/evaluation.ts";
import { dpo } from "./dpo.ts";
import { hinge } from "./hinge.ts";
import { ipo } from "./ipo.ts";
import { kto } from "./kto.ts";
import { minorDpo } from "./minor-dpo.ts";
import { orpo } from "./orpo.ts";
import { rewardModel } from "./reward-model.ts";
import { simpo } from "./simpo.ts";

const plain = { beta: 0.1, sft: 0 };
const plainDpo = dpo({ ...plain, labelSmoothing: 0 });

function evaluate(objective: Objective, answers: readonly Answer[]): Outcome {
	return laboratory(objective).evaluate(answers);
}

/** Random pairs at which the policy is the reference. */
const atStart = randomAnswers(plainDpo.needs, 4, "start").map((one) => ({
	...one,
	reference: one.logProb,
}));

function mean({ sum, weight }: Outcome): number {
	return sum / weight;
}

describe("at the reference", () => {
	test.each([
		["dpo", plainDpo, Math.LN2],
		["dpo, smoothed", dpo({ ...plain, labelSmoothing: 0.3 }), Math.LN2],
		["irft", irft({ ...plain, labelSmoothing: 0 }), Math.LN2],
		["minor-dpo", minorDpo(plain), Math.LN2],
		["hinge", hinge(plain), 1],
		["ipo", ipo(plain), 25],
		["kto", kto({ beta: 0.1, desirable: 1, undesirable: 1 }), 0.5],
	])("the loss of %s", (_, objective, wanted) => {
		expect(mean(evaluate(objective, atStart))).toBeCloseTo(wanted, 12);
	});

	test("minor-dpo has the gradient of dpo", () => {
		const { gradient } = evaluate(minorDpo(plain), atStart);
		expect(gradient).toEqual(evaluate(plainDpo, atStart).gradient);
	});

	test("label smoothing of e takes 2 e of the gradient away", () => {
		const smoothed = dpo({ ...plain, labelSmoothing: 0.2 });
		const whole = evaluate(plainDpo, atStart).gradient;
		evaluate(smoothed, atStart).gradient.forEach((slope, i) => {
			expect(slope).toBeCloseTo(0.6 * (whole[i] as number), 12);
		});
	});
});

test("minor-dpo leaves a rejected answer alone that is less likely than it was", () => {
	const chosen = answer([-1, -2]);
	const falling = answer([-3, -3], { reference: [-2, -2] });
	const rising = answer([-1, -1], { reference: [-2, -2] });
	const slopes = (rejected: Answer) =>
		laboratory(minorDpo(plain))
			.evaluate([chosen, rejected])
			.gradient.slice(5, 7);
	for (const slope of slopes(falling)) expect(Math.abs(slope)).toBe(0);
	for (const slope of slopes(rising)) expect(slope).toBeGreaterThan(0.01);
});

test("hinge stops at a margin of 1 / beta, ipo turns back beyond half of it per token", () => {
	const apart = (nats: number) => [
		answer([-1], { reference: [-1 - nats] }),
		answer([-1]),
	];
	const slope = (objective: Objective, nats: number) =>
		evaluate(objective, apart(nats)).gradient[0] as number;
	expect(slope(hinge(plain), 9.9)).toBeCloseTo(-0.1, 12);
	expect(Math.abs(slope(hinge(plain), 10.1))).toBe(0);
	expect(slope(ipo(plain), 4.9)).toBeCloseTo(-0.2, 12);
	expect(slope(ipo(plain), 5.1)).toBeCloseTo(0.2, 12);
});

test("ipo and simpo do not see lengths, dpo does", () => {
	const pair = [
		answer([-1], { reference: [-1.5] }),
		answer([-2], { reference: [-1.8] }),
	];
	const twice = pair.map((one) => ({
		...one,
		...answer([...one.logProb, ...one.logProb]),
		reference: [...one.reference, ...one.reference],
	}));
	for (const objective of [ipo(plain), simpo({ beta: 2, gamma: 1, sft: 0 })])
		expect(mean(evaluate(objective, twice))).toBeCloseTo(
			mean(evaluate(objective, pair)),
			12,
		);
	expect(mean(evaluate(plainDpo, twice))).toBeLessThan(
		mean(evaluate(plainDpo, pair)) - 0.01,
	);
});

describe("orpo near certainty", () => {
	/** -lambda log sigma(log odds of x less those of p = 1/2). */
	const loss = (x: number) => {
		const both = [answer([x]), answer([Math.log(0.5)])];
		return mean(evaluate(orpo({ lambda: 1 }), both)) + x;
	};

	test.each([-1e-5, -1e-3, -0.1, -0.2499, -0.25, -0.2501, -0.7, -5])(
		"log p = %f",
		(x) => {
			// sigma(log odds) is p itself where the other side's odds are 1.
			expect(loss(x)).toBeCloseTo(-x, 10);
		},
	);

	test("a certain answer has finite odds", () => {
		expect(loss(0)).toBeCloseTo(1e-6, 9);
	});
});

test("the sft term keeps an answer that is certain of its margin learning", () => {
	const pair = [
		answer([-2, -2], { reference: [-500, -500] }),
		answer([-2, -2], { reference: [-1, -1] }),
	];
	const slope = (sft: number) =>
		evaluate(dpo({ ...plain, labelSmoothing: 0, sft }), pair)
			.gradient[0] as number;
	expect(Math.abs(slope(0))).toBeLessThan(1e-20);
	expect(slope(1)).toBeCloseTo(-1 / 2, 12);
});

test("a reward model sees differences alone, unless it is centred", () => {
	const pair = (shift: number) => [
		answer([-1], { reward: 0.7 + shift }),
		answer([-1], { reward: -0.2 + shift }),
	];
	const value = (centre: number, shift: number) =>
		mean(evaluate(rewardModel({ centre }), pair(shift)));
	expect(value(0, 3)).toBeCloseTo(value(0, 0), 12);
	expect(value(0.01, 3) - value(0, 3)).toBeCloseTo(0.01 * 6.5 ** 2, 12);
});

test("rewards of pairs are logged by side", () => {
	const pair = [
		answer([-1, -1], { reference: [-2, -3] }),
		answer([-2], { reference: [-1.5] }),
	];
	const { metrics } = evaluate(plainDpo, pair);
	expect((metrics.chosenReward as Tensor).data[0]).toBeCloseTo(0.3, 12);
	expect((metrics.rejectedReward as Tensor).data[0]).toBeCloseTo(-0.05, 12);
});
