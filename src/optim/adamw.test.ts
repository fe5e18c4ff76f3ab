import { describe, expect, it } from "vitest";
import { RandomStream } from "../core/random.ts";
import golden from "./adamw.golden.json" with { type: "json" };
import { type AdamWUpdate, adamW, newAdamWState, updateFrom } from "./adamw.ts";
import { gradientScale } from "./gradient-scale.ts";

const plain: AdamWUpdate = {
	learningRate: 0.1,
	betas: [0.9, 0.99],
	epsilon: 0.5,
	weightDecay: 0,
	gradientScale: 1,
};

function gap(a: ArrayLike<number>, b: ArrayLike<number>): number {
	let worst = 0;
	for (let i = 0; i < a.length; i++) {
		worst = Math.max(worst, Math.abs(a[i]! - b[i]!));
	}
	return a.length === b.length ? worst : Number.POSITIVE_INFINITY;
}

function normals(random: RandomStream, size: number): Float32Array {
	return Float32Array.from({ length: size }, () => random.normal());
}

describe("adamW", () => {
	it("makes the first two updates that one works out by hand", () => {
		const p = Float32Array.of(1, -2, 0.5);
		const g = Float32Array.of(1, -2, 0);
		const state = newAdamWState(3);
		adamW(p, g, state, plain);
		// m = 0.1 g, v = 0.01 g^2; corrected they are g and g^2: p -= 0.1 g / (|g| + 0.5)
		expect(gap(state.m, [0.1, -0.2, 0])).toBeLessThan(1e-8);
		expect(gap(state.v, [0.01, 0.04, 0])).toBeLessThan(1e-8);
		expect(gap(p, [1 - 0.1 / 1.5, -2 + 0.2 / 2.5, 0.5])).toBeLessThan(1e-7);
		const before = p[0]!;
		adamW(p, Float32Array.of(3, 0, 0), state, plain);
		// m = 0.09 + 0.3 = 0.39 over 0.19; v = 0.0099 + 0.09 = 0.0999 over 0.0199
		const expected =
			before - (0.1 * (0.39 / 0.19)) / (Math.sqrt(0.0999 / 0.0199) + 0.5);
		expect(p[0]).toBeCloseTo(expected, 6);
		expect(state.step).toBe(2);
	});

	it("decays the parameter itself, not its gradient", () => {
		const p = Float32Array.of(2, -4, 8);
		const state = newAdamWState(3);
		adamW(p, new Float32Array(3), state, { ...plain, weightDecay: 0.5 });
		expect([...p]).toEqual([1.9, -3.8, 7.6].map(Math.fround));
		expect([...state.m, ...state.v]).toEqual([0, 0, 0, 0, 0, 0]);
	});

	it("follows torch for ten steps of clipped, scaled gradients", () => {
		const parameters = golden.start.map((values) => Float32Array.from(values));
		const states = parameters.map((p) => newAdamWState(p.length));
		for (const [index, step] of golden.steps.entries()) {
			const gradients = golden.gradients[index]!.map((values) =>
				Float32Array.from(values),
			);
			const { norm, scale } = gradientScale(gradients, 4, 1);
			expect(Math.abs(norm / step.norm - 1)).toBeLessThan(1e-6);
			for (const [i, p] of parameters.entries()) {
				adamW(p, gradients[i]!, states[i]!, {
					learningRate: 3e-3,
					betas: [0.9, 0.999],
					epsilon: 1e-8,
					weightDecay: 0.01,
					gradientScale: scale,
				});
				expect(gap(p, step.parameters[i]!)).toBeLessThan(5e-7);
			}
		}
		for (const [i, state] of states.entries()) {
			expect(gap(state.m, golden.m[i]!)).toBeLessThan(1e-8);
			expect(gap(state.v, golden.v[i]!)).toBeLessThan(1e-9);
		}
	});

	it.each([1, 3, 4, 7, 64, 20_001])(
		"agrees with the plain loop on %i values: moments bit for bit, parameters to one rounding",
		(size) => {
			const random = new RandomStream(3, "adamw");
			const p = normals(random, size);
			const g = normals(random, size);
			const state = newAdamWState(size);
			const oracle = { p: p.slice(), m: state.m.slice(), v: state.v.slice() };
			for (let step = 1; step <= 3; step++) {
				adamW(p, g, state, { ...plain, weightDecay: 0.1, gradientScale: 0.3 });
				updateFrom(0, oracle.p, g, oracle.m, oracle.v, {
					keep: 1 - 0.1 * 0.1,
					rate1: 1 - 0.9,
					beta2: 0.99,
					rate2: 1 - 0.99,
					inverseRoot: 1 / Math.sqrt(1 - 0.99 ** step),
					stepSize: 0.1 / (1 - 0.9 ** step),
					epsilon: 0.5,
					scale: 0.3,
				});
			}
			const largest = p.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
			expect(gap(p, oracle.p)).toBeLessThan(largest * 2 ** -23);
			expect(state.m).toEqual(oracle.m);
			expect(state.v).toEqual(oracle.v);
		},
	);

	it("moves every value of a tensor whose length is no multiple of four", () => {
		const p = new Float32Array(6);
		adamW(p, new Float32Array(6).fill(1), newAdamWState(6), plain);
		expect(new Set(p).size).toBe(1);
		expect(p[5]).toBeLessThan(0);
	});
});
