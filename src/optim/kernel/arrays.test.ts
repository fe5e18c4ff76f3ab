import { describe, expect, it } from "vitest";
import { RandomStream } from "../../core/random.ts";
import { adamW } from "../adamw.ts";
import { gradientScale } from "../gradient-scale.ts";
import { kernelsOver, type TrainingArrays, trainingArrays } from "./arrays.ts";

const update = {
	...{ learningRate: 3e-3, betas: [0.9, 0.99] as const, epsilon: 1e-8 },
	...{ weightDecay: 0.1, gradientScale: 0.3 },
};

/** The same arrays, each with a memory of its own. */
function apart({ parameters, gradients, m, v }: TrainingArrays) {
	const copy = (arrays: readonly Float32Array[]) =>
		arrays.map((one) => one.slice());
	return {
		...{ parameters: copy(parameters), gradients: copy(gradients) },
		...{ m: copy(m), v: copy(v) },
	};
}

function step({ parameters, gradients, m, v }: TrainingArrays, at: number) {
	const { norm } = gradientScale(gradients, 2, 1);
	for (const [i, parameter] of parameters.entries()) {
		const state = { m: m[i]!, v: v[i]!, step: at };
		adamW(parameter, gradients[i]!, state, update);
	}
	return norm;
}

describe("arrays in a memory of kernels", () => {
	const sizes = [1, 3, 4, 6, 4096, 20_001, 0, 8192];

	it("are as long as asked, zero, and all apart from each other", () => {
		const arrays = trainingArrays(sizes);
		const all = Object.values(arrays).flat();
		expect(arrays.m.map(({ length }) => length)).toEqual(sizes);
		expect(all.every((one) => [...one].every((value) => value === 0))).toBe(
			true,
		);
		for (const [i, one] of all.entries()) one.fill(i + 1);
		for (const [i, one] of all.entries())
			expect([...one].every((value) => value === i + 1)).toBe(true);
	});

	it("are found where they are, and only together", () => {
		const [one, other] = [trainingArrays([4, 8]), trainingArrays([4])];
		expect(kernelsOver(one.m[0]!, one.v[1]!)).not.toBeNull();
		expect(kernelsOver(one.m[0]!, other.v[0]!)).toBeNull();
		expect(kernelsOver(one.m[0]!, new Float32Array(4))).toBeNull();
	});

	it("move as arrays elsewhere do, to the last bit", () => {
		const random = new RandomStream(5, "arrays");
		const there = trainingArrays(sizes);
		for (const one of [...there.parameters, ...there.gradients])
			for (let i = 0; i < one.length; i++) one[i] = random.normal();
		const elsewhere = apart(there);
		for (const at of [0, 1, 2])
			expect(step(there, at)).toBe(step(elsewhere, at));
		expect(apart(there)).toEqual(elsewhere);
	});

	it("have a memory each if one cannot hold them", () => {
		const [m, v] = [trainingArrays([2 ** 28, 4]).m, trainingArrays([4]).v];
		expect(kernelsOver(m[1]!)).toBeNull();
		expect(kernelsOver(v[0]!)).not.toBeNull();
	});
});
