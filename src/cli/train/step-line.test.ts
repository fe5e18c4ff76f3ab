import { expect, test } from "vitest";
import type { StepEvent } from "../../runs/events.ts";
import { statusLine, stepLine } from "./step-line.ts";

const monitors = {
	...{ meanP: 0.5, shareBelow01: 0, shareAbove09: 0, effectiveTokens: 9 },
	...{ a: null, deltaPerToken: null, mTheta: null },
	...{ entropy: 1, top1: 0.5, endOfTurnP: null },
};

const event: StepEvent = {
	kind: "step",
	step: 1230,
	epoch: 1.5,
	loss: 0.12344,
	nll: 0.12344,
	gradNorm: 0.83449,
	learningRate: 1e-4,
	tokens: 900,
	supervisedTokens: 400,
	monitors,
	pairs: null,
	own: {},
	cost: { seconds: 185, tokensPerSecond: 231.4, memoryBytes: 1.4e9 },
};

test("a line that stays says everything in words", () => {
	expect(stepLine(event, { done: 0.5, left: 185 })).toBe(
		"step 1230  loss 0.1234  gradient 0.8345  231 tokens/s  1.4 GB  3 min 05 s left",
	);
});

test("the loss and the NLL stand side by side where they differ", () => {
	const dft = { ...event, loss: 0.01 };
	expect(stepLine(dft, { done: 1, left: null })).toContain(
		"loss 0.01  nll 0.1234",
	);
});

test("at 80 columns a status line keeps loss, gradient, speed, memory and time", () => {
	const line = statusLine(event, { done: 0.5, left: 185 }, 80);
	expect(line).toBe(
		"[##..]  50%  step 1230  loss 0.1234  grad 0.834   231 tok/s  1.4 GB   3:05 left",
	);
});

test("a status line never passes the edge, and the time left is dropped last", () => {
	for (let columns = 200; columns >= 50; columns--) {
		const line = statusLine(event, { done: 0.5, left: 185 }, columns);
		expect(line.length).toBeLessThan(columns);
		expect(line).toContain("3:05 left");
	}
});

test("the bar keeps its width from step to step", () => {
	const widths = [0.1, 12.5, 0.83449].map((gradNorm, i) => {
		const progress = { done: 0.5, left: i === 0 ? null : 59 };
		return statusLine({ ...event, gradNorm }, progress, 90).indexOf("]");
	});
	expect(new Set(widths).size).toBe(1);
});

const pairs = {
	chosen: 0.3125,
	rejected: -0.21,
	margin: 0.5225,
	accuracy: 0.75,
	chosenLogProb: -1,
	rejectedLogProb: -2,
	chosenDelta: 0.1,
};

test("pairs show how they stand, in both lines", () => {
	const dpo = { ...event, loss: 0.6, pairs };
	expect(stepLine(dpo, { done: 1, left: null })).toBe(
		"step 1230  loss 0.6  nll 0.1234  chosen 0.3125  rejected -0.21  margin 0.5225  accuracy 75%  gradient 0.8345  231 tokens/s  1.4 GB",
	);
	const narrow = statusLine(dpo, { done: 0.5, left: 185 }, 80);
	expect(narrow).toMatch(/loss 0\.6 +margin {2}0\.522 +acc {2}75% +3:05 left$/);
	expect(narrow.length).toBeLessThan(80);
	const wide = statusLine(dpo, { done: 0.5, left: 185 }, 120);
	expect(wide).toMatch(/chosen {2}0\.313 +rejected -0\.21 +margin/);
	expect(wide.length).toBeLessThan(120);
});

test("a reward model predicts no tokens, and shows no NLL", () => {
	const line = stepLine({ ...event, nll: null }, { done: 1, left: null });
	expect(line).not.toContain("nll");
	expect(
		statusLine({ ...event, nll: null }, { done: 1, left: null }, 120),
	).not.toContain("nll");
});

test("what an objective alone watches stands under its own name", () => {
	const grpo = { ...event, own: { clipped: 0.25, kl: 0.001 } };
	expect(stepLine(grpo, { done: 1, left: null })).toContain(
		"clipped 0.25  kl 0.001",
	);
	expect(statusLine(grpo, { done: 1, left: null }, 140)).toContain("kl 0.001");
});

test("where a leash stands is said beside the loss, and stays when room is scarce", () => {
	const progress = { done: 0.5, left: 185, leash: "KL 0.031/0.05 beta 0.42" };
	expect(stepLine(event, progress)).toContain(
		"loss 0.1234  KL 0.031/0.05 beta 0.42  gradient",
	);
	const line = statusLine(event, progress, 80);
	expect(line).toContain("KL 0.031/0.05 beta 0.42");
	expect(line.length).toBeLessThan(80);
});
