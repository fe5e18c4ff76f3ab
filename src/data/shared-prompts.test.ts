import { expect, it } from "vitest";
import type { Group } from "./example.ts";
import { sharedLengths, sharingPays } from "./shared-prompts.ts";

/** Answers of `own` tokens to a prompt of `prompt` tokens. */
const group = (answers: number, prompt: number, own = 5): Group =>
	Array.from({ length: answers }, (_, i) => ({
		id: String(i),
		ids: Int32Array.from({ length: prompt + own }, (_, t) =>
			t < prompt ? t : 1000 * i + t,
		),
		mask: Uint8Array.from({ length: prompt + own }, (_, t) =>
			t < prompt ? 0 : 1,
		),
		liked: true,
	}));

it("all of a prompt but its last token is shared", () => {
	expect(sharedLengths([group(2, 10), group(1, 9), group(2, 1)])).toEqual([
		9, 0, 0,
	]);
	expect(sharedLengths([])).toEqual([]);
});

it("answers that are equal share no more", () => {
	const [one] = group(1, 10) as unknown as [Group[number]];
	expect(sharedLengths([[one, one]])).toEqual([9]);
});

it("groups of any like size share; one that would widen the table for many others does not", () => {
	// 117 tokens saved for 180 cells, 36 fewer without the pair, which saves 9.
	const fours = Array.from({ length: 4 }, () => group(4, 10));
	expect(sharedLengths([...fours, group(2, 10)])).toEqual([9, 9, 9, 9, 9]);
	// 19,800 shared tokens of pairs would take 98 more cells each, the price of 30,000 tokens, to save 99.
	const pairs = Array.from({ length: 200 }, () => group(2, 100));
	const lengths = sharedLengths([group(100, 2), ...pairs]);
	expect(lengths[0]).toBe(0);
	expect(new Set(lengths.slice(1))).toEqual(new Set([99]));
});

it("a run shares prompts where that saves more than one token in fifty", () => {
	expect(sharingPays([group(2, 100)])).toBe(true);
	expect(sharingPays([group(2, 4, 100)])).toBe(false);
	expect(sharingPays([group(2, 6, 100)])).toBe(true);
	expect(sharingPays([group(1, 100), group(1, 50)])).toBe(false);
	expect(sharingPays([])).toBe(false);
});
