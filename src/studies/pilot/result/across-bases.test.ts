import { expect, test } from "vitest";
import type { EvalResult, ItemResult } from "../../../eval/eval-result.ts";
import {
	itemOf,
	resultOf,
	taskResultOf,
} from "../../../eval/testing/results.ts";
import { comparableAxes, recommendAcross } from "./across-bases.ts";
import type { ArmMeasures } from "./arm-result.ts";
import { baseGroup, type MeasuredBase } from "./base-group.ts";

const rule = { tolerance: 0.02, tolerances: {} };

/** So many questions, of which the first `right` are answered right. */
const answers = (right: number, of = 200): ItemResult[] =>
	Array.from({ length: of }, (_, i) => itemOf(`q${i}`, Number(i < right)));

const nll = (tokens: number): ItemResult[] =>
	Array.from({ length: 40 }, (_, i) =>
		itemOf(`n${i}`, 1 + i / 100, { weight: tokens }),
	);

/** Right answers in the target and in what has to be kept, of 200 each. */
function result(
	target: number,
	kept: number,
	{ asked = 200, tokens = 10 } = {},
): EvalResult {
	return resultOf(
		"model",
		taskResultOf(answers(target, asked), { name: "sums" }),
		taskResultOf(answers(kept), { name: "facts", axis: "retention" }),
		taskResultOf(nll(tokens), {
			...{ name: "general", axis: "general", metric: "mean" },
			...{ scorer: "nll", unit: "nats per token", better: "lower" },
		}),
	);
}

const base = (name: string, measured: EvalResult): MeasuredBase => ({
	model: { name, hash: name },
	...{ result: measured, whole: measured },
});

const arm = (name: string, ...results: readonly EvalResult[]): ArmMeasures => ({
	...{ name, options: "", leash: null, learningRate: 1, tried: [], runs: [] },
	...{ results, whole: [] },
});

const own = (target: number) =>
	baseGroup(base("own", result(60, 150)), [arm("a", result(target, 150))]);

test("the higher score wins, not the larger gain", () => {
	const other = baseGroup(base("other", result(90, 150)), [
		arm("b", result(120, 150)),
	]);
	// From 60 to 110 is the larger gain, but 120 is the higher score.
	expect(recommendAcross([own(110), other], rule)?.name).toBe("b");
	expect(recommendAcross([own(130), other], rule)?.name).toBe("a");
});

test("an arm of another base must keep what the pilot's own model has", () => {
	const forgetful = (kept: number) =>
		baseGroup(base("other", result(90, kept)), [arm("b", result(180, kept))]);
	expect(recommendAcross([own(110), forgetful(146)], rule)?.name).toBe("b");
	expect(recommendAcross([own(110), forgetful(140)], rule)?.name).toBe("a");
	const wide = { tolerance: 0.02, tolerances: { facts: 0.1 } };
	expect(recommendAcross([own(110), forgetful(140)], wide)?.name).toBe("b");
	const none = baseGroup(base("own", result(60, 150)), []);
	expect(recommendAcross([none, forgetful(140)], rule)).toBeNull();
	expect(recommendAcross([none, forgetful(150)], rule)?.name).toBe("b");
});

test("scores are compared only on the same questions", () => {
	const other = baseGroup(base("other", result(90, 150)), [
		arm("b", result(180, 150, { asked: 199 })),
	]);
	expect(comparableAxes(own(110), other)).toEqual(["facts", "general"]);
	expect(recommendAcross([own(110), other], rule)?.name).toBe("a");
});

test("NLL per token is compared only if rows have as many tokens", () => {
	const other = (tokens: number) =>
		baseGroup(base("other", result(90, 150, { tokens })), [
			arm("b", result(120, 150, { tokens })),
		]);
	expect(comparableAxes(own(110), other(10))).toContain("general");
	expect(comparableAxes(own(110), other(11))).toEqual(["sums", "facts"]);
});

test("an arm is measured from its own base, on its own front", () => {
	const other = baseGroup(base("other", result(90, 150)), [
		arm("b", result(120, 150)),
		arm("c", result(80, 150)),
	]);
	expect(other.arms.map(({ gains }) => gains.sums?.value)).toEqual([
		expect.closeTo(30 / 200, 12),
		expect.closeTo(-10 / 200, 12),
	]);
	expect(other.arms.map(({ onFront }) => onFront)).toEqual([true, false]);
});
