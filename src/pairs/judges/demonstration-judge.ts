import type { PairJudge } from "./pair-judge.ts";

/**
 * The log-odds that a demonstration is better than a sample, if nothing else is known: a confidence of 0.75, half way between
 * a guess and certainty.
 */
const assumed = Math.log(3);

/** Prefers the demonstration of the row to every sample. The evidence is 1 for the demonstration. */
export function demonstrationJudge(): PairJudge {
	return {
		facts: { kind: "demonstration" },
		compares: "demonstration",
		perComparison: false,
		parallel: 1,
		rightFrom: null,
		begin: async () => {},
		async judge({ prompt, answers, pairs }) {
			const shown = prompt.shown?.trim();
			const isShown = answers.map(({ text }) => text === shown);
			const sides = pairs.filter(([a, b]) => isShown[a] !== isShown[b]);
			return {
				scores: answers.map(() => null),
				comparisons: sides.map(([a, b]) => ({
					...{ a, b, evidence: isShown[a] ? 1 : -1, orders: null },
				})),
				failures: pairs
					.filter(([a, b]) => isShown[a] === isShown[b])
					.map(() => `${prompt.place}: neither answer is the demonstration`),
			};
		},
		scaleOf: () => assumed,
		dispose: async () => {},
	};
}
