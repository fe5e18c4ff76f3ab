import { describe, expect, test } from "vitest";
import { splitHeldOut } from "./split-held-out.ts";

/** A demonstration with a prompt of two tokens and an answer of one. */
const row = (prompt: number, answer: number) => [
	{
		ids: Int32Array.of(7, prompt, answer),
		mask: Uint8Array.of(0, 0, 1),
	},
];
const rows = Array.from({ length: 100 }, (_, i) => row(i % 60, i));
const names = (part: readonly ReturnType<typeof row>[]) =>
	part.map(([first]) => first?.ids[2]);
const prompts = (part: readonly ReturnType<typeof row>[]) =>
	new Set(part.map(([first]) => first?.ids[1]));

describe("splitHeldOut", () => {
	test("every row lands on one side, in order, and no prompt on both", () => {
		for (const seed of [0, 1, 2, 3]) {
			const size = { fraction: 0.2 };
			const { train, heldOut } = splitHeldOut(rows, { size, seed });
			expect(heldOut).toHaveLength(20);
			expect([...names(train), ...names(heldOut)].sort()).toEqual(
				names(rows).sort(),
			);
			expect(names(train)).toEqual(
				[...names(train)].sort((a, b) => (a ?? 0) - (b ?? 0)),
			);
			const kept = prompts(train);
			expect([...prompts(heldOut)].filter((p) => kept.has(p))).toEqual([]);
		}
	});

	test("the side follows from content and seed, not from the order", () => {
		const options = { size: { count: 13 }, seed: 5 };
		const one = splitHeldOut(rows, options).heldOut;
		const other = splitHeldOut([...rows].reverse(), options).heldOut;
		expect(prompts(other)).toEqual(prompts(one));
		const moved = splitHeldOut(rows, { ...options, seed: 6 }).heldOut;
		expect(prompts(moved)).not.toEqual(prompts(one));
	});

	test("something is held out and something is left", () => {
		const heavy = [row(1, 1), row(1, 2), row(1, 3), row(2, 4), row(2, 5)];
		const { train, heldOut } = splitHeldOut(heavy, {
			size: { count: 1 },
			seed: 0,
		});
		expect(names(heldOut)).toEqual([4, 5]);
		expect(names(train)).toEqual([1, 2, 3]);
		const all = splitHeldOut([row(1, 1), row(2, 2)], {
			size: { fraction: 0.99 },
			seed: 0,
		});
		expect(all.train).toHaveLength(1);
	});

	test("rows without a prompt are told apart by their whole text", () => {
		const texts = Array.from({ length: 10 }, (_, i) => [
			{ ids: Int32Array.of(7, i % 5), mask: Uint8Array.of(0, 1) },
		]);
		const { heldOut } = splitHeldOut(texts, { size: { count: 2 }, seed: 1 });
		expect(heldOut).toHaveLength(2);
		expect(heldOut[0]?.[0]?.ids).toEqual(heldOut[1]?.[0]?.ids);
	});

	test("pairs with one prompt stay together, whatever their answers", () => {
		const pairs = Array.from({ length: 20 }, (_, i) => [
			...row(i % 10, 2 * i),
			...row(i % 10, 2 * i + 1),
		]);
		const options = { size: { count: 6 }, seed: 2 };
		const { train, heldOut } = splitHeldOut(pairs, options);
		expect(heldOut).toHaveLength(6);
		expect(prompts(heldOut).size).toBe(3);
		expect(prompts(train).size).toBe(7);
		expect([...train, ...heldOut].every((pair) => pairs.includes(pair))).toBe(
			true,
		);
	});

	test.each([
		{ fraction: 0 },
		{ fraction: 1 },
		{ count: 0 },
		{ count: 100 },
		{ count: 1.5 },
	])("refuses %j", (size) => {
		expect(() => splitHeldOut(rows, { size, seed: 0 })).toThrow(
			/^held-out split: expected/,
		);
	});

	test("refuses rows that share one prompt", () => {
		expect(() =>
			splitHeldOut([row(1, 1), row(1, 2)], { size: { count: 1 }, seed: 0 }),
		).toThrow(/two different prompts/);
	});
});
