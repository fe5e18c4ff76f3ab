import { expect, it } from "vitest";
import type { Trainable } from "../../nn/parameters.ts";
import { GradientSums } from "./gradient-sums.ts";

const trainables = [{ name: "w", shape: [2] }] as unknown as Trainable[];
const gradient = (...values: number[]) => ({
	"grad.w": { data: Float32Array.from(values), dims: [2] },
});

it("sums in the order of the places, not of the arrivals", () => {
	const sums = new GradientSums(trainables);
	const [first, second, third] = [sums.take(), sums.take(), sums.take()];
	sums.add(third, gradient(-1e8, 4));
	sums.add(second, gradient(1e8, 2));
	sums.add(first, gradient(1, 1));
	// Added in another order, the first number would be 1.
	expect([...(sums.arrays[0] ?? [])]).toEqual([0, 7]);
});

it("a new step replaces the sums, and late gradients of the former one are not added", () => {
	const sums = new GradientSums(trainables);
	const late = sums.take();
	sums.add(sums.take(), gradient(5, 5));
	sums.clear();
	const place = sums.take();
	sums.add(late, gradient(7, 7));
	sums.add(place, gradient(1, 2));
	expect([...(sums.arrays[0] ?? [])]).toEqual([1, 2]);
});

it("one at a time, the first micro-batch is computed into the sums and the others beside them", () => {
	const sums = new GradientSums(trainables);
	for (const values of [
		[1, 2],
		[10, 20],
		[100, 200],
	]) {
		const place = sums.take();
		const targets = sums.targets(place);
		targets["grad.w"]?.data.set(values);
		sums.add(place, targets);
	}
	expect([...(sums.arrays[0] ?? [])]).toEqual([111, 222]);
});
