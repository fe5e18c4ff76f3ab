import { describe, expect, test } from "vitest";
import type { Axis } from "../measures/axis.ts";
import { decide, type Measured, ruleOf, usualRule } from "./decide.ts";
import { conditionSentence, verdictSentence } from "./sentences.ts";

function measured(
	role: Axis["role"],
	value: number,
	half: number,
	more: Partial<Axis> = {},
): Measured {
	const axis: Axis = {
		...{ name: role, role, unit: "accuracy", better: "higher" },
		...{ chance: 0, noise: 0, questions: 100 },
		...more,
	};
	const bounds = {
		...{ value, low: value - half, high: value + half },
		...{ questions: 100, betweenRuns: 0 },
	};
	const difference = {
		...bounds,
		...{ low: value - 2 * half, high: value + 2 * half },
	};
	return { axis, difference, bounds };
}

const gained = measured("target", 0.2, 0.1);
const kept = measured("retention", 0, 0.01);
const ships = (all: readonly Measured[], rule = usualRule) =>
	decide(all, rule).ship;

test("it ships where the gain's lower bound is above the margin and no loss beyond the tolerance is possible", () => {
	expect(ships([gained, kept])).toBe(true);
	expect(ships([measured("target", 0.1, 0.1), kept])).toBe(false);
	expect(ships([gained, kept], ruleOf({ margin: 0.09 }))).toBe(true);
	expect(ships([gained, kept], ruleOf({ margin: 0.1 }))).toBe(false);
	expect(ships([gained, measured("retention", -0.015, 0.01)])).toBe(false);
	expect(ships([gained, measured("retention", 0.1, 0.2)])).toBe(false);
});

test("every target must be gained and everything kept; deviation and wording decide nothing", () => {
	const other = measured("target", 0, 0.1, { name: "other" });
	expect(ships([gained, other, kept])).toBe(false);
	const far = measured("deviation", 99, 0, { better: "lower" });
	const worded = measured("wording", -0.5, 0.1);
	expect(ships([gained, kept, far, worded])).toBe(true);
	expect(ships([kept])).toBe(false);
});

test("where less is better a gain is a fall, and bounds are told the same way", () => {
	const nll = { name: "nll", better: "lower" as const };
	expect(ships([measured("target", -0.2, 0.1, nll)])).toBe(true);
	expect(ships([measured("target", 0.2, 0.1, nll)])).toBe(false);
	const rise = measured("retention", 0.015, 0.01, nll);
	const { conditions } = decide([gained, rise], usualRule);
	expect(conditions[1]).toMatchObject({ holds: false, bound: 0.02 });
	expect(ships([gained, measured("retention", 0.005, 0.01, nll)])).toBe(true);
});

test("tolerances of one axis, and the noise of its measure, count", () => {
	const loss = measured("retention", -0.03, 0.01, { name: "facts" });
	expect(ships([gained, loss], ruleOf({ tolerances: { facts: 0.05 } }))).toBe(
		true,
	);
	expect(ships([gained, loss], ruleOf({ tolerances: { other: 1 } }))).toBe(
		false,
	);
	const noisy = { ...loss, axis: { ...loss.axis, noise: 0.03 } };
	expect(ships([gained, noisy])).toBe(true);
});

test("what could not be compared does not hold", () => {
	const nothing = { ...kept, difference: null, bounds: null };
	const verdict = decide([gained, nothing], usualRule);
	expect(verdict.ship).toBe(false);
	expect(verdict.conditions[1]).toMatchObject({ holds: false, value: null });
});

describe("sentences", () => {
	const sentences = (all: readonly Measured[]) => {
		const verdict = decide(all, usualRule);
		return [
			...verdict.conditions.map((one) => conditionSentence(one, verdict.alpha)),
			verdictSentence(verdict),
		];
	};
	test("of what ships", () => {
		expect(sentences([gained, kept])).toEqual([
			"target: change +20.0 (0.0 to +40.0) percentage points; its one-sided 95% bound, +10.0, is above 0.",
			"retention: change 0.0 (-2.0 to +2.0) percentage points; a fall of more than 1 is ruled out (one-sided 95% bound), and 2 is allowed.",
			"Ship: every condition holds.",
		]);
	});
	test("of what does not, with the number of questions that would decide it", () => {
		const unsure = measured("target", 0.1, 0.2);
		const lost = measured("retention", 0.3, 0.1, {
			...{ better: "lower", unit: "nats per token" },
		});
		expect(sentences([unsure, lost])).toEqual([
			"target: change +10.0 (-30.0 to +50.0) percentage points; its one-sided 95% bound, -10.0, is not above 0. About 400 questions would be enough to decide; there were 100.",
			"retention: change +0.3 (+0.1 to +0.5) nats per token; a rise of 0.4 is not ruled out (one-sided 95% bound), and at most 0.02 is allowed.",
			"Do not ship: 2 of 2 conditions fail (target, retention).",
		]);
	});
});
