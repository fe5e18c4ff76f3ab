import { describe, expect, test } from "vitest";
import { RandomStream } from "../core/random.ts";
import { groupRows } from "./plan-step.ts";

const group = (lengths: number[], capacity: number) =>
	groupRows([...lengths.keys()], lengths, capacity).map((rows) =>
		rows.map((row) => lengths[row]),
	);

describe("groupRows", () => {
	test("short rows are not padded to the length of a long one", () => {
		// Together: 64 + 0.001 * 5 * 900^2 = 4114. Apart: 128 + 810 + 0.04.
		expect(group([900, 3, 3, 3, 3], 2000)).toEqual([[900], [3, 3, 3, 3]]);
		// Together: 64 + 0.001 * 5 * 40^2 = 72. Apart: 128 + 1.6 + 5.
		expect(group([40, 35, 36, 37, 30], 2000)).toEqual([[40, 37, 36, 35, 30]]);
	});

	test("holds the capacity; a longer row stands alone", () => {
		expect(group([10, 10, 10, 25], 20)).toEqual([[25], [10, 10], [10]]);
		expect(group([10, 10], 1)).toEqual([[10], [10]]);
		expect(group([], 20)).toEqual([]);
	});

	test("is the cheapest of all groupings in order of length", () => {
		const random = new RandomStream(4, "test");
		for (let trial = 0; trial < 30; trial++) {
			const lengths = Array.from({ length: 9 }, () => 1 + random.integer(400));
			const groups = group(lengths, 700);
			expect(groups.flat()).toEqual([...lengths].sort((a, b) => b - a));
			expect(cost(groups)).toBeCloseTo(leastCost(groups.flat(), 700), 9);
		}
	});
});

type Groups = readonly (readonly (number | undefined)[])[];

function cost(groups: Groups): number {
	return groups.reduce(
		(sum, rows) => sum + 64 + 0.001 * rows.length * (rows[0] ?? 0) ** 2,
		0,
	);
}

/** Tries every way to cut the sorted rows. */
function leastCost(sorted: (number | undefined)[], capacity: number): number {
	let least = Infinity;
	for (let cuts = 0; cuts < 2 ** (sorted.length - 1); cuts++) {
		const groups: (number | undefined)[][] = [[]];
		sorted.forEach((length, i) => {
			if (i > 0 && (cuts >> (i - 1)) & 1) groups.push([]);
			groups.at(-1)?.push(length);
		});
		const fits = groups.every(
			(rows) =>
				rows.length === 1 ||
				rows.reduce<number>((sum, n) => sum + (n ?? 0), 0) <= capacity,
		);
		if (fits) least = Math.min(least, cost(groups));
	}
	return least;
}
