import { expect, test } from "vitest";
import { spreadOut } from "./spread.ts";

const at = (demonstrations: number, seed = 1) => ({
	demonstrations,
	pairs: 0,
	seed,
});

test("the farthest allocation over the logarithm comes first", () => {
	// From 100, trained: 1000 is 2.3 away, 130 only 0.3, 30 as much as 1.2 and then the next.
	const chosen = spreadOut(
		[at(30), at(130), at(1000), at(100, 2)],
		[at(100)],
		2,
	);
	expect(chosen).toEqual([at(1000), at(30)]);
});

test("allocations that were trained are left out", () => {
	expect(spreadOut([at(100, 2)], [at(100)], 3)).toEqual([]);
});
