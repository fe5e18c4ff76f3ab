import { expect, test } from "vitest";
import { predicted } from "../testing/fake-predictions.ts";
import { matchPairs } from "./match.ts";

const at = (first: number, ...confidences: number[]) =>
	confidences.map((confidence, i) => predicted(first + i, true, confidence));

const lines = (pairs: ReturnType<typeof matchPairs>) =>
	pairs.map(({ one, other }) => [one.line, other.line]);

test("pairs lie within the caliper, and no question is used twice", () => {
	// 0.52 fits 0.5 and 0.56 fits 0.6; 0.9 fits nothing.
	const pairs = matchPairs(at(1, 0.6, 0.5, 0.9), at(11, 0.52, 0.56), 0.05);
	expect(lines(pairs)).toEqual([
		[2, 11],
		[1, 12],
	]);
});

test("there are as many pairs as any matching has", () => {
	// Pairing 0.54 with 0.55 first would leave 0.5 and 0.59 alone.
	const pairs = matchPairs(at(1, 0.5, 0.55), at(11, 0.54, 0.59), 0.041);
	expect(pairs).toHaveLength(2);
	expect(matchPairs(at(1, 0.5), at(11, 0.6), 0.05)).toEqual([]);
	expect(matchPairs([], at(11, 0.6), 0.05)).toEqual([]);
});
