import { expect, test } from "vitest";
import { planPrefill } from "./prefill-plan.ts";

test("neighbours share a run while their padded places fit", () => {
	expect(planPrefill([3, 4, 4, 1], 12)).toEqual([
		{ from: 0, to: 3, start: 0, end: 4 },
		{ from: 3, to: 4, start: 0, end: 1 },
	]);
});

test("a long row goes alone and in pieces", () => {
	expect(planPrefill([2, 11, 2], 5)).toEqual([
		{ from: 0, to: 1, start: 0, end: 2 },
		{ from: 1, to: 2, start: 0, end: 5 },
		{ from: 1, to: 2, start: 5, end: 10 },
		{ from: 1, to: 2, start: 10, end: 11 },
		{ from: 2, to: 3, start: 0, end: 2 },
	]);
});
