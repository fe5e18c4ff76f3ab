import { expect, test } from "vitest";
import type { Example } from "../../data/example.ts";
import type { MicroBatchResult } from "../../engine/step.ts";
import { summarisePairs } from "./pair-monitors.ts";

const row = (tokens: number, liked: boolean): Example => ({
	id: "rows.jsonl:1",
	ids: new Int32Array(tokens + 1),
	mask: Uint8Array.of(0, ...Array<number>(tokens).fill(1)),
	liked,
});

/** Two pairs: answers of 2 and 1 tokens, then of 1 and 2. One blank entry behind them. */
function resultOf(
	rewards: Readonly<Record<"chosen" | "rejected", number[]>> | null,
	logProb: number[] | null = [-1, -3, -4, -2, -5, -7, 0],
	reference: number[] | null = [-2, -2, -4, -4, -5, -5],
): MicroBatchResult {
	const buffer = (values: number[]) => Float32Array.from(values);
	return {
		rows: [row(2, true), row(1, false), row(1, true), row(2, false)],
		outputs: {
			...(logProb && { logProb: buffer(logProb) }),
			...(rewards && {
				"metric.chosenReward": buffer(rewards.chosen),
				"metric.rejectedReward": buffer(rewards.rejected),
			}),
		},
		reference: reference && Float32Array.from(reference),
	} as unknown as MicroBatchResult;
}

test("rewards are means over pairs, log-probabilities over the tokens of a side", () => {
	const result = resultOf({ chosen: [3, 1], rejected: [1, 2] });
	expect(summarisePairs([result])).toEqual({
		chosen: 2,
		rejected: 1.5,
		margin: 0.5,
		accuracy: 0.5,
		chosenLogProb: (-1 - 3 - 2) / 3,
		rejectedLogProb: (-4 - 5 - 7) / 3,
		chosenDelta: (1 - 1 + 2) / 3,
	});
});

test("ties count half, over all micro-batches", () => {
	const results = [
		resultOf({ chosen: [1, 1], rejected: [1, 1] }),
		resultOf({ chosen: [2, 2], rejected: [1, 1] }),
	];
	expect(summarisePairs(results)?.accuracy).toBe(0.75);
});

test("what an objective lacks is null", () => {
	expect(summarisePairs([resultOf(null)])).toBeNull();
	const rewards = { chosen: [1, 1], rejected: [0, 0] };
	expect(summarisePairs([resultOf(rewards, undefined, null)])).toMatchObject({
		chosenLogProb: -2,
		chosenDelta: null,
	});
	expect(summarisePairs([resultOf(rewards, null, null)])).toMatchObject({
		margin: 1,
		chosenLogProb: null,
		rejectedLogProb: null,
		chosenDelta: null,
	});
});
