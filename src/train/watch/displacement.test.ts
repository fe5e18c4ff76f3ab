import { describe, expect, test } from "vitest";
import type { PairMonitors, StepEvent } from "../../runs/events.ts";
import { DisplacementAlarm } from "./displacement.ts";

/** A step of which only its pairs are looked at. */
function stepOf(step: number, pairs: Partial<PairMonitors> | null): StepEvent {
	return { kind: "step", step, pairs } as StepEvent;
}

/** Steps at which the alarm speaks, of steps whose chosen answers and margins are as told. */
function alarms(
	count: number,
	pairsOf: (step: number) => Partial<PairMonitors> | null,
): number[] {
	const alarm = new DisplacementAlarm();
	const raised: number[] = [];
	for (let step = 1; step <= count; step++)
		if (alarm.push(stepOf(step, pairsOf(step)))) raised.push(step);
	return raised;
}

const falling = (step: number) => ({
	chosenDelta: -0.01 * step,
	margin: 0.1 * step,
});

test("chosen answers that fall while the margin grows are reported once, with as many steps to compare with", () => {
	expect(alarms(60, falling)).toEqual([20]);
	const alarm = new DisplacementAlarm();
	let event = null;
	for (let step = 1; step <= 20; step++)
		event = alarm.push(stepOf(step, falling(step)));
	expect(event).toMatchObject({
		kind: "alarm",
		step: 20,
		alarm: "likelihood-displacement",
	});
	// Means of ten steps, ten steps apart: 10 * 0.01 and 10 * 0.1.
	expect(event?.text).toContain("by 0.100 nats per token over 10 steps");
	expect(event?.text).toContain("the margin grew by 1.000");
});

test("it speaks again only after the chosen answers have recovered", () => {
	const valley = (step: number) => ({
		chosenDelta: -0.01 * Math.abs(((step + 40) % 80) - 40),
		margin: step,
	});
	const raised = alarms(160, valley);
	expect(raised.length).toBe(2);
	expect(raised[0]).toBeLessThan(40);
	expect(raised[1]).toBeGreaterThan(80);
});

describe("silence", () => {
	test.each<[string, (step: number) => Partial<PairMonitors> | null]>([
		["no pairs", () => null],
		["chosen answers that rise", (s) => ({ chosenDelta: s, margin: s })],
		["both sides fall alike", (s) => ({ chosenDelta: -s, margin: 1 })],
		["a fall that is noise", (s) => ({ chosenDelta: -0.0005 * s, margin: s })],
		["a reward model", (s) => ({ chosenLogProb: null, margin: s })],
	])("%s", (_, pairsOf) => {
		expect(alarms(60, pairsOf)).toEqual([]);
	});
});

test("without a reference the log-probability itself is watched", () => {
	const pairs = (step: number) => ({
		chosenDelta: null,
		chosenLogProb: -1 - 0.01 * step,
		margin: step,
	});
	expect(alarms(30, pairs)).toEqual([20]);
});
