import { expect, test } from "vitest";
import type { ArmResult, Axis } from "../pilot-result.ts";
import { recommend } from "./recommend.ts";

const axis = (
	name: string,
	role: Axis["role"],
	better: Axis["better"],
	noise = 0,
): Axis => ({
	...{ name, role, better, noise },
	...{ unit: "", chance: null, questions: null },
});

const deciding = {
	target: axis("target", "target", "higher"),
	deviation: axis("KL", "deviation", "lower"),
	kept: [
		axis("facts", "retention", "higher"),
		axis("nll", "retention", "lower", 0.01),
	],
};
const tolerances = { tolerance: 0.02, tolerances: {} };

const near = (value: number, half: number) => ({
	value,
	low: value - half,
	high: value + half,
});

function arm(
	name: string,
	gain: number,
	half: number,
	{ facts = 0, nll = 0, kl = 0.1, onFront = true } = {},
): ArmResult {
	return {
		...{ name, onFront, options: "", leash: null, learningRate: 1 },
		...{ tried: [], runs: [], questions: {} },
		values: { KL: near(kl, 0) },
		gains: {
			target: near(gain, half),
			facts: near(facts, 0.5),
			nll: near(nll, 0.5),
		},
	};
}

const name = (arms: ArmResult[], rule = tolerances) =>
	recommend(arms, deciding, rule)?.name ?? null;

test("the highest lower bound wins, not the highest gain", () => {
	expect(name([arm("bold", 0.3, 0.28), arm("sure", 0.2, 0.05)])).toBe("sure");
});

test("nobody, where no lower bound is above 0", () => {
	expect(name([arm("a", 0.1, 0.1), arm("b", -0.2, 0.1)])).toBeNull();
	expect(name([])).toBeNull();
});

test("who is not on the front is not recommended", () => {
	expect(name([arm("a", 0.3, 0.1, { onFront: false })])).toBeNull();
});

test("what must stay may fall by its tolerance and its noise, the way down that is worse", () => {
	expect(name([arm("a", 0.3, 0.1, { facts: -0.02 })])).toBe("a");
	expect(name([arm("a", 0.3, 0.1, { facts: -0.03 })])).toBeNull();
	expect(name([arm("a", 0.3, 0.1, { nll: 0.029 })])).toBe("a");
	expect(name([arm("a", 0.3, 0.1, { nll: 0.031 })])).toBeNull();
	expect(name([arm("a", 0.3, 0.1, { nll: -5, facts: 5 })])).toBe("a");
	const wide = { tolerance: 0.02, tolerances: { facts: 0.1 } };
	expect(name([arm("a", 0.3, 0.1, { facts: -0.09 })], wide)).toBe("a");
});

test("a tie goes to the one that moved less", () => {
	const arms = [arm("far", 0.3, 0.1, { kl: 0.9 }), arm("near", 0.3, 0.1)];
	expect(name(arms)).toBe("near");
});
