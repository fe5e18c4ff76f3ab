import { expect, test } from "vitest";
import { rewardSteps } from "./reward-steps.ts";

const usual = { steps: 3, rows: 4, pairShare: 0.5, round: 1 };
const letters = (text: string) => [...text];
const joined = (made: readonly string[][]) =>
	made.map((pairs) => pairs.join(""));

test("a step has as many pairs as it has rows, whatever the number of pairs", () => {
	const of = (text: string, steps: number) =>
		joined(
			rewardSteps({
				...{ ...usual, steps },
				...{ sampled: letters(text), labelled: [] },
			}),
		);
	expect(of("abcdefghijklmnop", 2)).toEqual(["abcd", "efgh"]);
	expect(of("abcdefghijklmnop", 1)).toEqual(["abcd"]);
	expect(of("abcde", 3)).toEqual(["abcd", "eabc", "deab"]);
});

test("fewer pairs than rows make smaller steps, and none twice", () => {
	expect(
		joined(rewardSteps({ ...usual, sampled: letters("ab"), labelled: [] })),
	).toEqual(["ab", "ab", "ab"]);
});

test("labelled pairs take their share, and go on where the round before ended", () => {
	const of = (round: number, pairShare: number) =>
		joined(
			rewardSteps({
				...{ ...usual, round, pairShare },
				...{ sampled: letters("abcdef"), labelled: letters("UVWXYZ123") },
			}),
		);
	expect(of(1, 0.5)).toEqual(["abUV", "cdWX", "efYZ"]);
	expect(of(2, 0.5)).toEqual(["ab12", "cd3U", "efVW"]);
	expect(of(1, 0.25)).toEqual(["abcU", "defV", "abcW"]);
	expect(of(1, 0)).toEqual(["abcd", "efab", "cdef"]);
	expect(of(1, 1)).toEqual(["UVWX", "YZ12", "3UVW"]);
});

test("where one kind is missing, the other takes the whole step", () => {
	const only = rewardSteps({
		...usual,
		sampled: [],
		labelled: letters("UVWXY"),
	});
	expect(joined(only)).toEqual(["UVWX", "YUVW", "XYUV"]);
	expect(rewardSteps({ ...usual, sampled: [], labelled: [] })).toEqual([]);
});
