import { expect, test } from "vitest";
import type { EvaluationEvent } from "../runs/events.ts";
import { evaluationLine, showEstimate } from "./event-lines.ts";

const event: EvaluationEvent = {
	kind: "evaluation",
	step: 50,
	nll: { value: 1.23456, low: 1.1111, high: 1.358 },
	entropy: 1,
	top1: 0.5,
	klTask: { value: 0.0123, low: 0.01, high: 0.0146 },
	klGeneral: { value: 0.002, low: 0.001, high: 0.003 },
	mTheta: null,
	pairs: null,
	cost: { seconds: 1, tokensPerSecond: 1, memoryBytes: 1 },
};

test("an estimate shows half of its interval, in two digits", () => {
	expect(showEstimate(event.nll!)).toBe("1.235 ±0.12");
	expect(showEstimate({ value: 0, low: 0, high: 0 })).toBe("0");
});

test("an evaluation fits a screen of 80 columns", () => {
	const line = evaluationLine(event);
	expect(line).toBe(
		"step 50: held-out nll 1.235 ±0.12, KL from base 0.0123 task, 0.002 general",
	);
	expect(evaluationLine({ ...event, step: 0 })).toMatch(
		/^before training: held-out nll/,
	);
});

test("an evaluation without rows says so", () => {
	expect(
		evaluationLine({ ...event, nll: null, klTask: null, klGeneral: null }),
	).toBe("step 50: nothing to measure on");
});
