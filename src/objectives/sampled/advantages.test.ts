import { describe, expect, test } from "vitest";
import { answer } from "../testing/answer.ts";
import { laboratory } from "../testing/evaluation.ts";
import { groupAdvantages } from "./advantages.ts";
import { grpo } from "./grpo.ts";

const of = (
	group: readonly number[],
	baseline: Parameters<typeof groupAdvantages>[1],
) => groupAdvantages([group], baseline).advantages[0] as readonly number[];

describe("by hand, on rewards 1, 2 and 6", () => {
	test("centred: less the mean, 3", () => {
		expect(of([1, 2, 6], "centred")).toEqual([-2, -1, 3]);
	});

	test("leave-one-out: less the mean of the other two", () => {
		expect(of([1, 2, 6], "leave-one-out")).toEqual([1 - 4, 2 - 3.5, 6 - 1.5]);
	});

	test("normalised: over the sample deviation, the root of 14 / 2", () => {
		const scale = Math.sqrt(7) + 1e-4;
		const found = of([1, 2, 6], "normalised");
		[-2, -1, 3].forEach((gap, i) => {
			expect(found[i]).toBeCloseTo(gap / scale, 12);
		});
	});
});

describe.each(["normalised", "centred", "leave-one-out"] as const)(
	"%s",
	(baseline) => {
		test("a group without differences teaches nothing, and is counted", () => {
			const rewards = [[0.1, 0.1, 0.1], [1, 0], [5], [0, 0]];
			const { advantages, equalGroups } = groupAdvantages(rewards, baseline);
			expect(advantages[0]).toEqual([0, 0, 0]);
			expect(advantages[2]).toEqual([0]);
			expect(advantages[3]).toEqual([0, 0]);
			expect(equalGroups).toBe(3);
			const [better, worse] = advantages[1] as [number, number];
			expect(better).toBeGreaterThan(0);
			expect(worse).toBe(-better);
		});

		test("advantages of a group add up to 0, and do not see what all share", () => {
			const group = [0.3, -1.2, 2.5, 0.9];
			const found = of(group, baseline);
			expect(found.reduce((a, b) => a + b, 0)).toBeCloseTo(0, 12);
			of(
				group.map((reward) => reward + 7),
				baseline,
			).forEach((value, i) => {
				expect(value).toBeCloseTo(found[i] as number, 12);
			});
		});
	},
);

test("normalised advantages hardly see the scale of rewards, the others do", () => {
	const [group, tenfold] = [
		[1, 2, 6],
		[10, 20, 60],
	];
	const ratio = (baseline: Parameters<typeof groupAdvantages>[1]) =>
		(of(tenfold, baseline)[2] as number) / (of(group, baseline)[2] as number);
	expect(ratio("normalised")).toBeCloseTo(1, 4);
	expect(ratio("centred")).toBeCloseTo(10, 12);
	expect(ratio("leave-one-out")).toBeCloseTo(10, 12);
});

test("differences that are noise stay small", () => {
	for (const value of of([0.5, 0.5 + 1e-9], "normalised"))
		expect(Math.abs(value)).toBeLessThan(1e-4);
});

describe("the gradient that is expected over all draws, for three answers of one token", () => {
	const beta = 0.3;
	const rewards = [1, -0.5, 2];
	const logits = [0.2, -0.7, 0.4];
	const softmax = (x: readonly number[]) => {
		const powers = x.map(Math.exp);
		const sum = powers.reduce((a, b) => a + b, 0);
		return powers.map((power) => power / sum);
	};
	const reference = softmax([-1, 0.5, 0.1]);
	const pi = softmax(logits);
	const gap = (a: readonly number[], b: readonly number[], k: number) =>
		Math.log((a[k] as number) / (b[k] as number));

	/** Mean over all pairs of draws, by their probability, of the loss's gradient in the logits. */
	function expected(kl: "loss" | "reward"): number[] {
		const objective = grpo({
			...{ clip: { low: 0.2, high: 0.2 }, beta, kl, normalise: "tokens" },
		});
		const total = [0, 0, 0];
		for (const i of [0, 1, 2])
			for (const j of [0, 1, 2]) {
				const drawn = [i, j];
				const penalties =
					kl === "reward"
						? [drawn.map((k) => beta * gap(pi, reference, k))]
						: null;
				const { advantages } = groupAdvantages(
					[drawn.map((k) => rewards[k] as number)],
					"leave-one-out",
					penalties,
				);
				const rows = drawn.map((k, n) =>
					answer([Math.log(pi[k] as number)], {
						reference: [Math.log(reference[k] as number)],
						advantage: advantages[0]?.[n] as number,
					}),
				);
				const { gradient } = laboratory(objective).evaluate(rows);
				// Places of an answer of one token: its log-probability, its KL, its reward.
				drawn.forEach((k, n) => {
					const share = (pi[i] as number) * (pi[j] as number);
					const slope = (share * (gradient[3 * n] as number)) / 2;
					for (const c of [0, 1, 2])
						total[c] =
							(total[c] as number) +
							slope * (Number(c === k) - (pi[c] as number));
				});
			}
		return total;
	}

	/** Of -E r + beta KL, by central differences. */
	function wanted(divergence: (pi: readonly number[]) => number): number[] {
		const value = (x: readonly number[]) => {
			const p = softmax(x);
			const mean = p.reduce((sum, q, k) => sum + q * (rewards[k] as number), 0);
			return beta * divergence(p) - mean;
		};
		return logits.map((_, c) => {
			const by = (h: number) =>
				value(logits.map((x, k) => (k === c ? x + h : x)));
			return (by(1e-5) - by(-1e-5)) / 2e-5;
		});
	}

	const toReference = wanted((p) =>
		p.reduce((sum, q, k) => sum + q * gap(p, reference, k), 0),
	);
	const fromReference = wanted((p) =>
		reference.reduce((sum, q, k) => sum + q * gap(reference, p, k), 0),
	);

	test("a penalty on the reward: that of E r - beta KL(pi || pi_ref)", () => {
		const found = expected("reward");
		toReference.forEach((slope, c) => {
			expect(found[c]).toBeCloseTo(slope, 7);
		});
	});

	test("k3 in the loss: that of E r - beta KL(pi_ref || pi), which is another one", () => {
		const found = expected("loss");
		fromReference.forEach((slope, c) => {
			expect(found[c]).toBeCloseTo(slope, 7);
		});
		expect(
			Math.abs((found[0] as number) - (toReference[0] as number)),
		).toBeGreaterThan(0.01);
	});
});

test("groups of equal rewards are counted as such, and a penalty still tells their answers apart", () => {
	const { advantages, equalGroups } = groupAdvantages(
		[
			[1, 1],
			[0, 2],
		],
		"centred",
		[
			[0.5, -0.5],
			[0, 0],
		],
	);
	expect(equalGroups).toBe(1);
	expect(advantages).toEqual([
		[-0.5, 0.5],
		[-1, 1],
	]);
});
