import { describe, expect, test } from "vitest";
import type { Objective } from "../objective.ts";
import { type Answer, answer, placesOf } from "../testing/answer.ts";
import { laboratory } from "../testing/evaluation.ts";
import { asft } from "./asft.ts";
import { dft } from "./dft.ts";
import { eaft } from "./eaft.ts";
import { iwSft } from "./iw-sft.ts";
import { minorSft } from "./minor-sft.ts";
import { pFamily } from "./p-family.ts";
import { psft } from "./psft.ts";
import { sft } from "./sft.ts";
import { talr } from "./talr.ts";

const answers = [
	answer([-0.1, -2.3, -0.7], { reference: [-0.4, -2.5, -0.2] }),
	answer([-4.2], { reference: [-3.1] }),
	answer([-0.01, -1.1], { reference: [-0.6, -1.9] }),
];
const atReference = answers.map(({ logProb }) => answer(logProb));

/** The loss, and its slopes by the log-probabilities, row by row. */
function evaluate(
	objective: Objective,
	given: readonly Answer[],
	statistic = 0,
) {
	const outcome = laboratory(objective).evaluate(given, { statistic });
	const places = placesOf(given);
	const slopes = outcome.gradient.filter((_, i) => places[i]?.of === "logProb");
	return { ...outcome, slopes };
}

function expectNear(
	found: readonly number[],
	wanted: readonly number[],
	digits = 12,
): void {
	expect(found).toHaveLength(wanted.length);
	found.forEach((value, i) => {
		expect(value).toBeCloseTo(wanted[i] as number, digits);
	});
}

const plainDft = { floor: null, keepEnd: false };
const tokens = answers.flatMap(({ logProb }) => logProb);
/** Slopes of each row's mean NLL. */
const rowMeans = answers.flatMap(({ logProb }) =>
	logProb.map(() => -1 / logProb.length),
);

describe("dft", () => {
	test("has the gradient of the sum of 1 - p", () => {
		const { slopes } = evaluate(dft(plainDft), answers);
		expectNear(
			slopes,
			tokens.map((l) => -Math.exp(l)),
		);
	});

	test("a floor lifts unlikely tokens, and the ends of turns are kept whole", () => {
		const half = Math.log(0.5);
		const given = [answer([half, -9, half], { ends: true })];
		const floored = evaluate(dft({ floor: 0.3, keepEnd: false }), given);
		expectNear(floored.slopes, [-0.5, -0.3, -0.5]);
		const kept = evaluate(dft({ floor: null, keepEnd: true }), given);
		expectNear(kept.slopes, [-0.5, -Math.exp(-9), -1]);
	});
});

describe("p-family", () => {
	test("with q = 1 it has the gradient of dft", () => {
		const { slopes } = evaluate(pFamily({ q: 1 }), answers);
		expectNear(slopes, evaluate(dft(plainDft), answers).slopes);
	});

	test("it becomes sft as q goes to 0, in value and gradient", () => {
		const plain = evaluate(sft(), answers);
		const gap = (q: number) => {
			const { sum, slopes } = evaluate(pFamily({ q }), answers);
			const gaps = slopes.map((x, i) => x - (plain.slopes[i] as number));
			return Math.max(Math.abs(sum - plain.sum), ...gaps.map(Math.abs));
		};
		expect(gap(0.5)).toBeGreaterThan(0.1);
		expect(gap(1e-3)).toBeLessThan(2e-2);
		expect(gap(1e-6)).toBeLessThan(2e-5);
	});
});

describe("minor-sft", () => {
	test("has the gradient of -(2 / (m beta)) log sigma(beta Delta)", () => {
		const beta = 0.3;
		const closed = ({ logProb, reference }: Answer, by: number) => {
			const delta = logProb.reduce(
				(sum, l, t) => sum + l - (reference[t] as number),
				by,
			);
			return (
				(2 / (logProb.length * beta)) * Math.log1p(Math.exp(-beta * delta))
			);
		};
		const h = 1e-6;
		const wanted = answers.flatMap((one) =>
			one.logProb.map(() => (closed(one, h) - closed(one, -h)) / (2 * h)),
		);
		expectNear(evaluate(minorSft({ beta }), answers).slopes, wanted, 8);
	});

	test("at its reference it is the mean over rows of their mean NLL", () => {
		const found = evaluate(minorSft({ beta: 0.5 }), atReference);
		expectNear(found.slopes, rowMeans);
		expect(found.weight).toBe(3);
	});

	test("it is that everywhere as beta goes to 0", () => {
		const gap = (beta: number) => {
			const { slopes } = evaluate(minorSft({ beta }), answers);
			const gaps = slopes.map((x, i) => x - (rowMeans[i] as number));
			return Math.max(...gaps.map(Math.abs));
		};
		expect(gap(0.5)).toBeGreaterThan(0.05);
		expect(gap(1e-4)).toBeLessThan(1e-4);
		expect(gap(1e-9)).toBeLessThan(1e-9);
	});
});

describe("iw-sft", () => {
	test("at its reference it is sft", () => {
		const found = evaluate(iwSft({ most: 16 }), atReference);
		const plain = evaluate(sft(), atReference);
		expectNear(found.slopes, plain.slopes);
		expect(found.sum).toBeCloseTo(plain.sum, 12);
	});

	test("answers that have become likelier count more, up to the limit", () => {
		// The means of the log-ratios are ln 4 and ln 400.
		const given = [4, 400].map((ratio) =>
			answer([-8], { reference: [-8 - Math.log(ratio)] }),
		);
		expectNear(evaluate(iwSft({ most: 16 }), given).slopes, [-4, -16]);
	});
});

describe("psft", () => {
	test("at the start of a round it has the gradient of sft", () => {
		const { slopes } = evaluate(psft({ high: 0.28 }), atReference);
		expectNear(slopes, evaluate(sft(), atReference).slopes);
	});

	test("a token that is 1 + high times as likely teaches nothing more", () => {
		// r is 1.27, 1.29, 0.5 and too large for any number.
		const ratios = [Math.log(1.27), Math.log(1.29), Math.log(0.5), 1e4];
		const logProb = ratios.map(() => -1);
		const reference = ratios.map((ratio) => -1 - ratio);
		const given = [answer(logProb, { reference })];
		const { slopes, sum } = evaluate(psft({ high: 0.28 }), given);
		expectNear(slopes, [-1.27, 0, -0.5, 0]);
		expect(sum).toBeCloseTo(-(1.27 + 1.28 + 0.5 + 1.28), 12);
	});
});

test("asft is dft and lambda times the KL of each token", () => {
	const given = answers.map((one) => ({
		...one,
		kl: one.logProb.map(() => 2),
	}));
	const anchored = asft({ lambda: 0.05, ...plainDft });
	const found = evaluate(anchored, given);
	const plain = evaluate(dft(plainDft), given);
	expectNear(found.slopes, plain.slopes);
	expect(found.sum).toBeCloseTo(plain.sum + 0.05 * 2 * tokens.length, 12);
});

describe("talr", () => {
	const half = Math.log(0.5);

	test("the lower the loss, the harder unlikely tokens are held back", () => {
		const given = [answer([half, -9])];
		const slopes = (tau: number) =>
			evaluate(talr({ floor: 0.01 }), given, tau).slopes;
		expectNear(slopes(1), [-0.5, -0.01]);
		expectNear(slopes(0.5), [-0.25, -0.01]);
		expectNear(slopes(2), [-Math.SQRT1_2, -Math.exp(-4.5)]);
	});

	test("tau is the median of the answers' mean losses, and never 0", () => {
		const { prepass } = talr({ floor: 0.01 });
		const tau = (...losses: number[]) =>
			prepass?.summarise(losses.map((x) => answer([-x - 1, -x + 1])));
		expect(tau(3, 1, 2)).toBeCloseTo(2, 12);
		expect(tau(3, 1, 2, 8)).toBeCloseTo(2.5, 12);
		expect(prepass?.summarise([answer([0, 0])])).toBeGreaterThan(0);
	});
});

test("eaft counts a token whole where 20 words are as likely, and not where one is certain", () => {
	const topEntropy = [Math.log(20), Math.log(20) / 4, 0];
	const given = [answer([-1, -1, -1], { topEntropy })];
	expectNear(evaluate(eaft({ alpha: 1 }), given).slopes, [-1, -0.25, 0]);
	expectNear(evaluate(eaft({ alpha: 0.5 }), given).slopes, [-1, -0.5, 0]);
});

test.each([
	["minor-sft", (beta: number | null) => minorSft({ beta })],
	[
		"asft",
		(lambda: number | null) => asft({ lambda, floor: null, keepEnd: true }),
	],
])("%s steered at a strength is itself with that number", (_, make) => {
	for (const strength of [1e-3, 0.3, 40]) {
		const fixed = laboratory(make(strength)).evaluate(answers);
		const steered = laboratory(make(null)).evaluate(answers, { strength });
		expectNear([steered.sum], [fixed.sum]);
		expectNear(steered.gradient, fixed.gradient);
		expectNear(steered.blankGradient, fixed.blankGradient);
	}
});
