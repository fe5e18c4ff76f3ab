import { expect, test } from "vitest";
import type { Group } from "../../data/example.ts";
import { planLeash } from "./leash-plan.ts";

/** Rows with prompts of their own, of so many tokens. */
const rowsOf = (count: number, tokens: number, from = 0): Group[] =>
	Array.from({ length: count }, (_, i) => [
		{
			id: `${from + i}`,
			ids: new Int32Array(tokens).fill(from + i),
			mask: Uint8Array.from({ length: tokens }, (_, t) => (t > 2 ? 1 : 0)),
			liked: true,
		},
	]);

const leash = {
	...{ kl: 0.05, retention: null, every: null, rows: null },
	how: "penalty",
} as const;
const size = { steps: 320, stepTokens: 400 };

test("a penalty holds one half of the general rows, and the other half measures", () => {
	const rows = rowsOf(40, 50);
	const { plan, general } = planLeash(leash, rows, null, size);
	expect(plan.held).toHaveLength(20);
	expect(general).toHaveLength(20);
	const held = new Set<unknown>(plan.held);
	for (const [row] of general) expect(held.has(row)).toBe(false);
	expect(plan.bound).toEqual({ measure: "kl", most: 0.05 });
	expect(plan.heldPerStep).toBe(4);
	expect(plan.every).toBe(10);
});

test("with rows of its own it holds these, as many as memory is meant to have", () => {
	const rows = rowsOf(10, 50);
	const own = rowsOf(300, 5000, 100);
	const { plan, general } = planLeash(leash, rows, own, size);
	expect(general).toBe(rows);
	expect(plan.held).toHaveLength(128);
	expect(plan.held[0]?.id).toBe("100");
	expect(plan.heldPerStep).toBe(2);
});

test.each(["steer", "stop"] as const)("%s measures on all of them", (how) => {
	const rows = rowsOf(10, 50);
	const given = { ...leash, kl: null, retention: 0.1, every: 7, how };
	const { plan, general } = planLeash(given, rows, null, size);
	expect(general).toBe(rows);
	expect(plan).toMatchObject({ held: [], every: 7 });
	expect(plan.bound).toEqual({ measure: "retention", most: 0.1 });
});

test("one general row cannot both be held and measure", () => {
	expect(() => planLeash(leash, rowsOf(1, 50), null, size)).toThrow(
		/at least two different prompts/,
	);
});
