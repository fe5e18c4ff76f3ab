import { expect, test } from "vitest";
import type { JudgedSample } from "../../runs/folder/round-folder.ts";
import type { Demonstration } from "./demonstration.ts";
import { summariseSamples } from "./sample-summary.ts";

const demo = (tokens: number): Demonstration => ({
	id: "rows.jsonl:1",
	row: "rows.jsonl:1",
	turn: null,
	prompt: Int32Array.of(1),
	answer: new Int32Array(tokens),
});

const sample = (tokens: number, changes: Partial<JudgedSample>) =>
	({
		ids: Array<number>(tokens).fill(3),
		ended: true,
		dropped: null,
		rewards: {},
		...changes,
	}) as JudgedSample;

test("samples are counted, and what they teach nothing by", () => {
	const samples = [
		sample(4, {}),
		sample(8, { ended: false, dropped: "cut" }),
		sample(2, { dropped: "identical" }),
		sample(2, { dropped: "identical" }),
	];
	expect(summariseSamples(samples, [demo(3), demo(6)])).toEqual({
		samples: 4,
		dropped: { cut: 1, identical: 2 },
		meanLength: 4,
		meanDemoLength: 4.5,
		endRate: 0.75,
		rewards: {},
		lengthCorrelation: null,
	});
});

test("rewards are means by name; the total is held against lengths", () => {
	const rewarded = (tokens: number, a: number, b: number) =>
		sample(tokens, { rewards: { a, b, total: a + b } });
	const { rewards, lengthCorrelation } = summariseSamples(
		[rewarded(1, 0, 1), rewarded(2, 1, 2), rewarded(3, 2, 3)],
		[demo(1)],
	);
	expect(rewards).toEqual({ a: 1, b: 2, total: 3 });
	expect(lengthCorrelation).toBeCloseTo(1, 12);
});
