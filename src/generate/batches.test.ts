import { expect, it } from "vitest";
import { newTokenLimit, planBatches } from "./batches.ts";

it("groups like lengths, shortest first", () => {
	const limits = { batchRows: 2, maxNewTokens: 4, maxLength: 100 };
	expect(planBatches([9, 3, 8, 3, 5], limits)).toEqual([
		{ rows: [1, 3], capacity: 7 },
		{ rows: [4, 2], capacity: 12 },
		{ rows: [0], capacity: 13 },
	]);
	expect(planBatches([], limits)).toEqual([]);
});

it("never lets a batch step a row out of the window", () => {
	const limits = { batchRows: 8, maxNewTokens: 6, maxLength: 10 };
	const lengths = [4, 7, 3, 9, 7, 1, 9];
	const batches = planBatches(lengths, limits);
	expect(batches.flatMap((b) => b.rows).sort()).toEqual([0, 1, 2, 3, 4, 5, 6]);
	for (const { rows, capacity } of batches) {
		const steps = rows.map((row) => newTokenLimit(lengths[row]!, limits));
		const longest = Math.max(...rows.map((row) => lengths[row]!));
		expect(longest + Math.max(...steps)).toBe(capacity);
		expect(capacity).toBeLessThanOrEqual(10);
	}
	expect(batches).toHaveLength(3);
});
