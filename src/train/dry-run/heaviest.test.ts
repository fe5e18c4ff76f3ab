import { expect, test } from "vitest";
import type { Group } from "../../data/example.ts";
import { heaviest } from "./heaviest.ts";

/** A row of so many tokens, the last so many of them supervised. */
function row(tokens: number, supervised: number): Group {
	const mask = new Uint8Array(tokens).fill(1, tokens - supervised);
	return [{ id: "", ids: new Int32Array(tokens), mask, liked: true }];
}

const plan = {
	stepsPerEpoch: 3,
	step: (k: number) => ({
		epoch: 0,
		microBatches: [[[0], [1]], [[2, 3, 4]], [[5], [6]]][k] as number[][],
	}),
};

test("the most tokens, the widest attention, the most supervised: each by hand", () => {
	const train = [
		row(10, 2),
		row(10, 8),
		...[row(8, 1), row(8, 1), row(8, 1)],
		row(15, 3),
		row(3, 1),
	];
	// Tokens: 10, 10, 24, 15 and 3; places: 81, 81, 147, 196 and 4; supervised: 2, 8, 3, 3 and 1.
	expect(heaviest(plan, 3, train)).toEqual({
		microBatches: [[2, 3, 4], [5], [1]],
		parts: 2,
	});
	expect(heaviest(plan, 1, train)).toEqual({
		microBatches: [[0], [1]],
		parts: 2,
	});
});
