import { describe, expect, test } from "vitest";
import { limitRows } from "./limit-rows.ts";

/** A demonstration with a prompt of two tokens and an answer of one. */
const row = (prompt: number, answer: number, liked = true) => [
	{
		ids: Int32Array.of(7, prompt, answer),
		mask: Uint8Array.of(0, 0, 1),
		liked,
	},
];
const rows = Array.from({ length: 120 }, (_, i) => row(i % 50, i));
const answers = (part: readonly ReturnType<typeof row>[]) =>
	part.map(([first]) => first?.ids[2]);
const keep = (
	part: readonly ReturnType<typeof row>[],
	count: number,
	seed = 0,
) => limitRows(part, { rows: count, share: null }, seed).kept;

describe("limitRows", () => {
	test("keeps exactly the rows asked for, in their order, each smaller set within the larger", () => {
		let larger = new Set(answers(rows));
		for (let count = 120; count >= 1; count--) {
			const kept = answers(keep(rows, count, 3));
			expect(kept).toHaveLength(count);
			expect(kept).toEqual([...kept].sort((a, b) => (a ?? 0) - (b ?? 0)));
			expect(kept.filter((answer) => !larger.has(answer))).toEqual([]);
			larger = new Set(kept);
		}
	});

	test("a row's place does not depend on the order of the file or on other rows", () => {
		const forward = answers(keep(rows, 40));
		const backward = answers(keep([...rows].reverse(), 40));
		expect(new Set(backward)).toEqual(new Set(forward));
		const half = rows.filter((_, i) => i % 2 === 0);
		const ofAll = new Set(answers(keep(rows, 60)));
		const common = answers(half).filter((answer) => ofAll.has(answer));
		expect(answers(keep(half, common.length))).toEqual(common);
	});

	test("another seed keeps other rows", () => {
		expect(answers(keep(rows, 40, 1))).not.toEqual(answers(keep(rows, 40, 2)));
	});

	test("rows of one prompt go together: at most one prompt is cut in two", () => {
		for (const count of [5, 33, 64, 100]) {
			const kept = new Set(answers(keep(rows, count)));
			const split = Array.from({ length: 50 }, (_, prompt) =>
				answers(rows.filter(([first]) => first?.ids[1] === prompt)).map(
					(answer) => kept.has(answer),
				),
			).filter((inside) => new Set(inside).size === 2);
			expect(split.length).toBeLessThanOrEqual(1);
		}
	});

	test("answers with the same text and different labels are different rows", () => {
		const labelled = [row(1, 1, true), row(1, 1, false)];
		const liked = (part: typeof labelled) => part[0]?.[0]?.liked;
		expect(liked(keep([...labelled].reverse(), 1))).toBe(
			liked(keep(labelled, 1)),
		);
	});

	test("a share counts from the rows given, and its subsets are nested in those of a number", () => {
		const { kept, note } = limitRows(rows, { rows: null, share: 0.25 }, 0);
		expect(answers(kept)).toEqual(answers(keep(rows, 30)));
		expect(note).toBe("data.limit: 30 of 120 training rows are used.");
	});

	test("a limit above the number of rows keeps all and says so", () => {
		const { kept, note } = limitRows(rows, { rows: 500, share: null }, 0);
		expect(kept).toEqual(rows);
		expect(note).toBe(
			"data.limit: all 120 training rows are used, because there are fewer than 500.",
		);
	});

	test("refuses a share of less than one row", () => {
		expect(() => limitRows(rows, { rows: null, share: 0.001 }, 0)).toThrow(
			/^data\.limit: expected at least one row, found a share of 0\.001 of 120 rows/,
		);
	});
});
