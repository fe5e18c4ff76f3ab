import { expect, test } from "vitest";
import { backward, cholesky, forward } from "./cholesky.ts";

test("root and solutions of a two by two matrix", () => {
	// [4 2; 2 5] = [2 0; 1 2] [2 1; 0 2]
	const root = cholesky(Float64Array.of(4, Number.NaN, 2, 5), 2);
	expect([root[0], root[2], root[3]]).toEqual([2, 1, 2]);
	// 2 x = 6, x + 2 y = 7
	expect([...forward(root, Float64Array.of(6, 7))]).toEqual([3, 2]);
	// 2 x + y = 8, 2 y = 4
	expect([...backward(root, Float64Array.of(8, 4))]).toEqual([3, 2]);
});
