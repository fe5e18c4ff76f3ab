import { describe, expect, test } from "vitest";
import type {
	ColdStartEvent,
	EvaluationEvent,
	LeashEvent,
	RoundScore,
	SamplesEvent,
} from "../../runs/events.ts";
import {
	coldStartLines,
	evaluationLine,
	leashLine,
	leashWords,
	roundLine,
	samplesLine,
	scoresLine,
	showEstimate,
	showRewards,
	unitsLine,
} from "./event-lines.ts";

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
		"step 50: held-out NLL 1.235 ±0.12, task KL 0.0123, general KL 0.002",
	);
	expect(evaluationLine({ ...event, step: 0 })).toMatch(
		/^before training: held-out NLL/,
	);
});

test("an evaluation without rows says so", () => {
	expect(
		evaluationLine({ ...event, nll: null, klTask: null, klGeneral: null }),
	).toBe("step 50: nothing to measure on");
});

test("held-out pairs stand in an evaluation", () => {
	const pairs = {
		accuracy: { value: 0.71, low: 0.6, high: 0.82 },
		margin: { value: 1.5, low: 1, high: 2 },
	};
	expect(evaluationLine({ ...event, pairs })).toContain(
		"accuracy 71% (60% to 82%), margin 1.5 ±0.5, task KL",
	);
});

const { cost } = event;

const samples: SamplesEvent = {
	kind: "samples",
	step: 10,
	round: 2,
	samples: 1600,
	dropped: { identical: 2, cut: 1 },
	meanLength: 40.6,
	meanDemoLength: 52.2,
	endRate: 0.94,
	rewards: {},
	lengthCorrelation: null,
	equalGroups: null,
	klToStart: null,
	cost,
};

test("a round's samples in one line, with what is defined for them alone", () => {
	expect(samplesLine(samples)).toBe(
		"round 2: 1,600 samples of 41 tokens (demonstrations 52), 94% ended, dropped 2 identical, 1 cut off",
	);
	expect(
		samplesLine({
			...samples,
			dropped: {},
			rewards: { format: 0.9, numeric: 0.25, total: 1.15 },
			lengthCorrelation: -0.2,
			equalGroups: 0.5,
			klToStart: 0.01,
		}),
	).toBe(
		"round 2: 1,600 samples of 41 tokens (demonstrations 52), 94% ended, reward 1.15 (format 0.9, numeric 0.25), 50% of groups with equal rewards, correlation with length -0.2, KL to start 0.01",
	);
});

test("samples that the reward model alone learns from are counted too", () => {
	expect(
		samplesLine({
			...samples,
			dropped: {},
			rewardSamples: {
				samples: 1200,
				dropped: { "white-space": 1, punctuation: 3 },
			},
		}),
	).toBe(
		"round 2: 1,600 samples of 41 tokens (demonstrations 52), 94% ended, the reward model learns from 1,200 others, dropped 1 differing only in white space, 3 differing only in case or punctuation",
	);
});

test("scores of tasks in one line, before a round and at the end", () => {
	const scored: RoundScore = {
		...{ task: "sums", unit: "accuracy", better: "higher" },
		value: { value: 0.31, low: 0.22, high: 0.41 },
		...{ questions: 40, failures: 2, correlation: 0.8123 },
	};
	const manners: RoundScore = {
		...{ task: "manners", unit: "score", better: "higher" },
		value: { value: 1.25, low: 1, high: 1.5 },
		...{ questions: 40, failures: 0, correlation: null },
	};
	const event = { kind: "scores", step: 4, cost } as const;
	expect(scoresLine({ ...event, round: 2, tasks: [scored, manners] })).toBe(
		"scores before round 2: sums 31% (22% to 41%), correlation with reward 0.812, 2 without a score; manners 1.25 (1 to 1.5)",
	);
	const none = { ...manners, value: null };
	expect(scoresLine({ ...event, round: null, tasks: [none] })).toBe(
		"scores at the end: manners no score",
	);
});

test("one reward is its own total", () => {
	expect(showRewards({ numeric: 0.25, total: 0.25 })).toBe("reward 0.25");
	expect(showRewards({})).toBe("");
});

test("a round's end says what was measured, and nothing where nothing was", () => {
	const round = { kind: "round", step: 12, round: 2, cost } as const;
	const half = { value: 0.5, low: 0.4, high: 0.6 };
	expect(
		roundLine({
			...round,
			heldOutAccuracy: half,
			rewardAccuracy: null,
			rewards: { demo: 1.25, sample: -0.5 },
		}),
	).toBe(
		"round 2 done: held-out demonstrations preferred to samples 50% (40% to 60%) by the policy, with rewards of 1.25 and -0.5",
	);
	const nothing = {
		heldOutAccuracy: null,
		rewardAccuracy: null,
		rewards: null,
	};
	expect(roundLine({ ...round, ...nothing })).toBeNull();
});

test("units are in times of SFT", () => {
	const units = { kind: "units", step: 1, gradNorm: 0.5, sftGradNorm: 2 };
	expect(unitsLine({ ...units, kind: "units", ratio: 0.25 })).toBe(
		"first gradient 0.5, 0.25 times SFT's on the same rows",
	);
});

describe("a leash", () => {
	const measured: LeashEvent = {
		kind: "leash",
		step: 40,
		measure: "kl",
		value: { value: 0.0312345, low: 0.0212345, high: 0.0412345 },
		bound: 0.05,
		strength: { name: "beta", value: 0.423456 },
		outcome: null,
	};
	const ended = { held: true, stopped: false, drawnBack: null };

	test("shows its measure, its bound and what it steers, and no line on the way", () => {
		expect(leashWords(measured)).toBe("general KL 0.0312/0.05 beta 0.423");
		expect(
			leashWords({ ...measured, measure: "retention", strength: null }),
		).toBe("general NLL rise 0.0312/0.05");
		expect(leashLine(measured)).toBeNull();
	});

	test("says at the end whether the bound holds, and what that took", () => {
		expect(leashLine({ ...measured, outcome: ended })).toBe(
			"leash: inside, general KL 0.03123 ±0.01 of 0.05 nats per token",
		);
		const stopped = { held: true, stopped: true, drawnBack: 0.7789 };
		expect(leashLine({ ...measured, outcome: stopped })).toMatch(
			/^leash: inside, .*; stopped at step 40, because the bound was exceeded; drawn back to 78% of its distance from the base$/,
		);
		expect(
			leashLine({ ...measured, outcome: { ...ended, held: false } }),
		).toMatch(/^leash: could not be held, general KL /);
	});
});

test("how ready a policy is for preferences: one line, and a warning if it is not", () => {
	const ready: ColdStartEvent = {
		...{ kind: "cold-start", step: 0, signs: [], remedy: null, text: null },
		answers: {
			...{ count: 32, tokens: 700, endP: 0.987, endFirst: 1 },
			logProb: { value: -0.20912, low: -0.25, high: -0.17 },
			excess: { value: 0.0601, low: -0.003, high: 0.123 },
		},
		greedy: { prompts: 8, ended: 7, limit: 56 },
		cost: event.cost,
	};
	expect(coldStartLines(ready)).toEqual([
		{
			text: "preferred answers before training: log-probability -0.209 ±0.04 nats per token, excess surprise 0.0601 ±0.063, turn ended after them 99%, 7 of 8 greedy answers end within 56 tokens",
			warns: false,
		},
	]);
	const answers = { ...ready.answers, endP: null };
	const cold = { ...ready, answers, greedy: null, text: "Cold start: why." };
	expect(coldStartLines(cold)).toEqual([
		{
			text: "preferred answers before training: log-probability -0.209 ±0.04 nats per token, excess surprise 0.0601 ±0.063",
			warns: false,
		},
		{ text: "WARNING: Cold start: why.", warns: true },
	]);
});
