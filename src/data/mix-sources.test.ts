import { describe, expect, test } from "vitest";
import { mixSources } from "./mix-sources.ts";

const own = { name: "own", size: 100, amount: { passes: 1 } };
const general = { name: "general", size: 1000, amount: { share: 0.2 } };

const rowsOf = (mix: ReturnType<typeof mixSources>, source: number) =>
	mix.filter((m) => m.source === source).map(({ row }) => row);

describe("mixSources", () => {
	test("every own row once, and a fifth of the whole from elsewhere", () => {
		const mix = mixSources([own, general], 1);
		expect(mix).toHaveLength(125);
		expect(new Set(rowsOf(mix, 0)).size).toBe(100);
		expect(new Set(rowsOf(mix, 1)).size).toBe(25);
		// Shuffled through, not one after the other.
		const firstHalf = mix.slice(0, 62).filter((m) => m.source === 1).length;
		expect(firstHalf).toBeGreaterThan(4);
		expect(firstHalf).toBeLessThan(21);
	});

	test("the same for the same seed; another source moves no draw", () => {
		expect(mixSources([own, general], 3)).toEqual(
			mixSources([own, general], 3),
		);
		expect(mixSources([own, general], 4)).not.toEqual(
			mixSources([own, general], 3),
		);
		const more = { name: "more", size: 10, amount: { passes: 3 } };
		const drawn = (mix: ReturnType<typeof mixSources>, source: number) =>
			new Set(rowsOf(mix, source));
		const half = { ...own, amount: { passes: 0.5 } };
		expect(drawn(mixSources([half, more], 3), 0)).toEqual(
			drawn(mixSources([half], 3), 0),
		);
	});

	test("passes: half of the rows, or each of them twice and a half", () => {
		const count = (passes: number) => {
			const mix = mixSources([{ ...own, amount: { passes } }], 0);
			const seen = new Map<number, number>();
			for (const { row } of mix) seen.set(row, (seen.get(row) ?? 0) + 1);
			return [
				mix.length,
				Math.min(...seen.values()),
				Math.max(...seen.values()),
			];
		};
		expect(count(0.5)).toEqual([50, 1, 1]);
		expect(count(2.5)).toEqual([250, 2, 3]);
	});

	test("a small source is repeated to fill its share", () => {
		const mix = mixSources([own, { ...general, size: 10 }], 0);
		expect(rowsOf(mix, 1)).toHaveLength(25);
	});

	test.each([
		[[general], /only shares/],
		[[own, { ...general, amount: { share: 1 } }], /general: expected a share/],
		[[{ ...own, amount: { passes: 0 } }], /own: expected passes/],
		[[{ ...own, size: 0 }], /a source with rows/],
		[
			[
				own,
				{ ...general, amount: { share: 0.5 } },
				{ ...general, amount: { share: 0.5 } },
			],
			/a sum of 1/,
		],
	])("refuses %j", (sources, sentence) => {
		expect(() => mixSources(sources, 0)).toThrow(sentence);
	});
});
