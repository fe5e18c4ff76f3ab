import { expect, test } from "vitest";
import { answerMeasures } from "./answer-measures.ts";

const end = 9;

/** A prompt of one token and an answer. */
const rowOf = (...answer: number[]) => ({
	id: "rows.jsonl:1",
	ids: Int32Array.from([1, ...answer]),
	mask: Uint8Array.from([0, ...answer.map(() => 1)]),
	liked: true,
});

const scoresOf = (logProb: number[], entropy: number[], top1: number[]) => ({
	logProb: Float32Array.from(logProb),
	entropy: Float32Array.from(entropy),
	top1: Float32Array.from(top1),
});

test("each measure by hand: means over tokens, and the ends of answers alone", () => {
	const found = answerMeasures(
		[rowOf(5, end), rowOf(6, 7, end), rowOf(8)],
		[
			scoresOf([-1, Math.log(0.5)], [0.5, 0], [1, 1]),
			scoresOf([-2, -3, Math.log(0.25)], [1, 1.5, 0], [0, 0, 0]),
			scoresOf([-4], [1], [0]),
		],
		new Set([end]),
	);
	const ends = Math.log(2) + Math.log(4);
	expect(found).toMatchObject({ count: 3, tokens: 6, endFirst: 0.5 });
	expect(found?.endP).toBeCloseTo(0.375, 6);
	expect(found?.logProb.value).toBeCloseTo(-(10 + ends) / 6, 6);
	// (1 - 0.5) + ln 2, (2 - 1) + (3 - 1.5) + ln 4, 4 - 1.
	expect(found?.excess.value).toBeCloseTo((6 + ends) / 6, 6);
});

test("answers that do not end their turn have no probability of it; without tokens nothing is measured", () => {
	const cut = answerMeasures(
		[rowOf(5, 6)],
		[scoresOf([-1, -1], [1, 1], [1, 1])],
		new Set([end]),
	);
	expect(cut).toMatchObject({ endP: null, endFirst: null });
	expect(cut?.excess.value).toBe(0);
	expect(answerMeasures([], [], new Set([end]))).toBeNull();
});
