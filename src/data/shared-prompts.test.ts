import { expect, it } from "vitest";
import type { Group } from "./example.ts";
import { groupLength, sharedTokens, sharingPays } from "./shared-prompts.ts";

/** Answers of `own` tokens to a prompt of `prompt` tokens that begins with `first`. */
const group = (answers: number, prompt: number, own = 5, first = 0): Group =>
	Array.from({ length: answers }, (_, i) => ({
		id: String(i),
		ids: Int32Array.from({ length: prompt + own }, (_, t) =>
			t < prompt ? first + t : 1000 * i + t,
		),
		mask: Uint8Array.from({ length: prompt + own }, (_, t) =>
			t < prompt ? 0 : 1,
		),
		liked: true,
	}));

const shared = (...groups: readonly Group[]) => {
	const { paths, copies } = sharedTokens(groups.flat());
	return {
		copies,
		lengths: paths.map((path) => path.filter((token) => token >= 0).length),
	};
};

it("all of a prompt but its last token is shared", () => {
	const apart = [group(2, 10), group(1, 9, 5, 100), group(2, 1, 5, 200)];
	expect(shared(...apart).lengths).toEqual([9, 9, 0, 0, 0]);
	expect(shared()).toEqual({ copies: [], lengths: [] });
});

it("rows of different prompts share what these begin with", () => {
	const [long, short] = [group(2, 10), group(1, 5)];
	expect(shared(long, short)).toEqual({
		copies: [3, 3, 3, 3, 2, 2, 2, 2, 2],
		lengths: [9, 9, 4],
	});
	expect(sharedTokens([...long, ...short]).paths.map((x) => [...x])).toEqual([
		[0, 1, 2, 3, 4, 5, 6, 7, 8],
		[0, 1, 2, 3, 4, 5, 6, 7, 8],
		[0, 1, 2, 3],
	]);
});

it("rows that are equal share no more", () => {
	const [one] = group(1, 10) as unknown as [Group[number]];
	expect(shared([one, one]).lengths).toEqual([9, 9]);
});

it("tokens of many copies that would widen the table for many others are not shared", () => {
	// 117 tokens saved for 180 cells, 36 fewer without the pair, which saves 9.
	const fours = Array.from({ length: 4 }, (_, i) => group(4, 10, 5, 100 * i));
	const all = shared(...fours, group(2, 10, 5, 1000));
	expect(new Set(all.lengths)).toEqual(new Set([9]));
	// 19,600 shared tokens of pairs would take 398 more cells each, the price of 120,000 tokens, to save 798.
	const pairs = Array.from({ length: 200 }, (_, i) =>
		group(2, 100, 5, 1000 * i).map((row) => ({
			...row,
			ids: Int32Array.of(7, 8, ...row.ids.subarray(2)),
		})),
	);
	const { paths, copies } = sharedTokens(pairs.flat());
	expect(new Set(copies)).toEqual(new Set([2]));
	expect([...(paths[0] as Int32Array)].slice(0, 4)).toEqual([-1, -1, 0, 1]);
});

it("a group takes its prompt once", () => {
	expect(groupLength(group(3, 10))).toBe(45 - 18);
	expect(groupLength(group(1, 10))).toBe(15);
});

it("a run shares where that saves more than one token in fifty", () => {
	expect(sharingPays([[group(2, 100)]])).toBe(true);
	expect(sharingPays([[group(2, 4, 100)]])).toBe(false);
	expect(sharingPays([[group(2, 6, 100)]])).toBe(true);
	expect(sharingPays([[group(1, 100), group(1, 50)]])).toBe(true);
	expect(sharingPays([[group(1, 100)], [group(1, 50)]])).toBe(false);
	expect(sharingPays([])).toBe(false);
});
