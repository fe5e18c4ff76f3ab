import { expect, test } from "vitest";
import type { Group } from "./example.ts";
import { microBatchesOf, splitGroup } from "./micro-batches.ts";

const group = (...lengths: number[]): Group =>
	lengths.map((length, i) => ({
		id: `rows.jsonl:${i + 1}`,
		ids: new Int32Array(length),
		mask: new Uint8Array(length),
		liked: true,
	}));

const size = (groups: readonly Group[]) =>
	groups.flat().reduce((sum, { ids }) => sum + ids.length, 0);

test("groups stay whole, each once, and only one alone is larger than allowed", () => {
	const groups = [group(5, 5), group(30), group(2, 3), group(9), group(1)];
	const batches = microBatchesOf(groups, 16);
	expect(new Set(batches.flat())).toEqual(new Set(groups));
	expect(batches.flat().length).toBe(groups.length);
	for (const batch of batches)
		if (batch.length > 1) expect(size(batch)).toBeLessThanOrEqual(16);
	expect(microBatchesOf([], 16)).toEqual([]);
});

test("the order of the groups is the same for every size of micro-batch", () => {
	const groups = [group(4, 4), group(6), group(2, 3), group(9), group(6)];
	const order = microBatchesOf(groups, 1000).flat();
	for (const tokens of [1, 8, 16]) {
		const batches = microBatchesOf(groups, tokens);
		expect(batches.flat()).toEqual(order);
	}
});

test("a group whose rows need not meet is cut where it is full", () => {
	const rows = group(4, 4, 4, 20, 1, 1);
	const parts = splitGroup(rows, 8);
	expect(parts.map((part) => part.map(({ ids }) => ids.length))).toEqual([
		[4, 4],
		[4],
		[20],
		[1, 1],
	]);
	expect(parts.flat()).toEqual(rows);
	expect(splitGroup([], 8)).toEqual([]);
});
