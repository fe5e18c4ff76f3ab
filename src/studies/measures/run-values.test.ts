import { describe, expect, test } from "vitest";
import type { EvalResult, ItemResult } from "../../eval/eval-result.ts";
import { itemOf, resultOf, taskResultOf } from "../../eval/testing/results.ts";
import { ruleOf } from "../gate/decide.ts";
import { holds } from "../pilot/result/recommend.ts";
import { axesOf, runGain, runGains, runValues } from "./run-values.ts";

/** Two wordings of each question, and in how many questions the answers to them differ; those to the first are right. */
function worded(questions: number, apart: number): ItemResult[] {
	return Array.from({ length: questions }, (_, i) =>
		["yes", i < apart ? "no" : "yes"].map((answer, w) =>
			itemOf(`q${i}`, Number(answer === "yes"), {
				...{ wording: `q${i}#${w + 1}`, answer },
			}),
		),
	).flat();
}

const result = (name: string, items: readonly ItemResult[]): EvalResult =>
	resultOf(name, taskResultOf(items));

const base = result("base", worded(40, 14));
const axis = "sums consistency";

describe("consistency is an axis of a pilot", () => {
	test("that must stay, with the base's value, the arm's and their paired difference", () => {
		const runs = [result("a", worded(40, 20)), result("b", worded(40, 20))];
		const axes = axesOf(base, runs);
		expect(axes.map(({ name, role, unit }) => [name, role, unit])).toEqual([
			["sums", "target", "accuracy"],
			[axis, "retention", "agreement"],
		]);
		expect(runValues(axes, base, [base])[axis]?.value).toBeCloseTo(26 / 40, 12);
		expect(runValues(axes, base, runs)[axis]?.value).toBeCloseTo(20 / 40, 12);
		const { gains, questions } = runGains(axes, base, runs);
		expect(gains[axis]?.value).toBeCloseTo(-6 / 40, 12);
		expect(gains[axis]?.high).toBeLessThan(0);
		expect(questions[axis]).toBe(40);
		const kept = axes.filter(({ role }) => role === "retention");
		expect(holds({ gains }, kept, ruleOf({}))).toBe(false);
		const wide = ruleOf({ tolerances: { [axis]: 0.2 } });
		expect(holds({ gains }, kept, wide)).toBe(true);
	});

	test("over seeds too, with the noise between repeated measurements as its floor", () => {
		const seeded = (flips: number) =>
			Array.from({ length: 120 }, (_, i) =>
				itemOf(`q${Math.floor(i / 3)}`, i % 3 === 0 && i < 3 * flips ? 0 : 1, {
					seed: i % 3,
				}),
			);
		const [one, other] = [result("a", seeded(4)), result("b", seeded(16))];
		const axes = axesOf(one, [other]);
		const found = axes.find(({ name }) => name === axis);
		expect(found).toMatchObject({ role: "retention", questions: 40 });
		expect(found?.noise).toBeGreaterThan(0.05);
		// A pair of three agrees where one answer differs: each of 12 more questions loses two thirds.
		const { gains } = runGains(axes, one, [other]);
		expect(gains[axis]?.value).toBeCloseTo((-12 * (2 / 3)) / 40, 12);
	});

	test("but not where each question was asked once", () => {
		const once = Array.from({ length: 20 }, (_, i) => itemOf(`q${i}`, i % 2));
		const only = result("base", once);
		expect(axesOf(only, [only]).map(({ name }) => name)).toEqual(["sums"]);
	});
});

test("a gain over runs that agree in everything is not empty, and pairs items that all of them have", () => {
	const lacking = worded(40, 14).map((item, i) =>
		i === 0 ? { ...item, score: null, reason: "it failed" } : item,
	);
	const runs = [result("a", worded(40, 14)), result("b", lacking)];
	const [score] = axesOf(base, runs);
	const gain = score && runGain(score, base, runs);
	expect(gain?.value).toBe(0);
	expect(gain?.low).toBeLessThan(-0.1);
	expect(gain?.high).toBeGreaterThan(0.1);
	expect(gain?.questions).toBe(40);
});

test("a gain over one question without limits has no interval, which JSON could not hold", () => {
	const nll = (score: number) =>
		resultOf(
			"x",
			taskResultOf([itemOf("q", score)], {
				...{ metric: "mean", scorer: "nll", better: "lower" },
			}),
		);
	const axes = axesOf(nll(2), [nll(1)]);
	expect(runGains(axes, nll(2), [nll(1)]).gains).toEqual({ sums: null });
	expect(runValues(axes, nll(2), [nll(1)]).sums?.value).toBe(1);
});
