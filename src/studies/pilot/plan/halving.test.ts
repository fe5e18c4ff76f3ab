import { expect, test } from "vitest";
import { dominated, keepBest, rungsOf } from "./halving.ts";
import type { Tried } from "./tried.ts";

const halving = { arms: false };

test("each rung halves the rates and doubles the steps; the last leaves one at half of a run", () => {
	expect(rungsOf(1, halving)).toEqual([]);
	expect(rungsOf(2, halving)).toEqual([{ share: 0.5, keep: 1 }]);
	expect(rungsOf(3, halving)).toEqual([
		{ share: 0.25, keep: 2 },
		{ share: 0.5, keep: 1 },
	]);
	expect(rungsOf(8, halving)).toEqual([
		{ share: 0.125, keep: 4 },
		{ share: 0.25, keep: 2 },
		{ share: 0.5, keep: 1 },
	]);
});

test("without halving all rates are trained to the end; arms are compared even with one rate", () => {
	expect(rungsOf(3, "never")).toEqual([{ share: 1, keep: 1 }]);
	expect(rungsOf(1, "never")).toEqual([]);
	expect(rungsOf(1, { arms: true })).toEqual([{ share: 0.5, keep: 1 }]);
});

const tried = (
	learningRate: number,
	score: number | null,
	nll: number | null = null,
): Tried => ({ learningRate, score, nll, moved: null });

test("the best scores go on; a tie goes to the lower NLL, then to the lower rate; failures never", () => {
	const rates = [tried(1, 0.5), tried(2, 0.7), tried(3, null), tried(4, 0.6)];
	expect(keepBest(rates, 2)).toEqual([2, 4]);
	expect(keepBest([tried(1, 0.5, 2), tried(2, 0.5, 1.5)], 1)).toEqual([2]);
	expect(keepBest([tried(2, 0.5), tried(1, 0.5)], 1)).toEqual([1]);
	expect(keepBest([tried(1, 0.5), tried(2, 0.5, 9)], 1)).toEqual([2]);
	expect(keepBest([tried(1, null)], 1)).toEqual([]);
});

test("an arm is outdone by one that scores more and moved less, and by no other", () => {
	const left = dominated([
		{ arm: "a", score: 0.5, moved: 0.2 },
		{ arm: "b", score: 0.6, moved: 0.1 },
		{ arm: "c", score: 0.7, moved: 0.3 },
		{ arm: "d", score: 0.6, moved: 0.2 },
		{ arm: "e", score: null, moved: 0.9 },
	]);
	expect([...left]).toEqual([["a", "b"]]);
});
