import { describe, expect, it } from "vitest";
import type { Example, Group } from "./example.ts";
import { type PackedRows, packRows } from "./pack.ts";

const row = (ids: number[], mask: number[], liked = true): Example => ({
	id: ids.join(),
	ids: Int32Array.from(ids),
	mask: Uint8Array.from(mask),
	liked,
});

const plain = { windows: [null], chunks: 2, endIds: new Set([9]) };

const numbers = ({ buffers }: PackedRows, name: string) => {
	const { data, dims } = buffers[name] as (typeof buffers)[string];
	if (dims.length < 2) return [...data];
	const width = dims[1] as number;
	return Array.from({ length: dims[0] as number }, (_, i) => [
		...data.subarray(i * width, (i + 1) * width),
	]);
};

/** Prompt 1 2 3; the answers 4 9 and 5. */
const pair: Group = [
	row([1, 2, 3, 4, 9, 6], [0, 0, 0, 1, 1, 0]),
	row([1, 2, 3, 5], [0, 0, 0, 1], false),
];
const single: Group = [row([7, 8], [0, 1])];

describe("rows without shared prompts", () => {
	const packed = packRows([pair, single], plain);

	it("stand one after the other, as far as something looks at them, and a blank token last", () => {
		expect(numbers(packed, "ids")).toEqual([1, 2, 3, 4, 1, 2, 3, 7, 0]);
		expect(numbers(packed, "positions")).toEqual([0, 1, 2, 3, 0, 1, 2, 0, 0]);
		expect(numbers(packed, "slots")).toEqual([
			[0, 1, 2, 3, 8],
			[4, 5, 6, 8, 8],
			[7, 8, 8, 8, 8],
		]);
		expect(numbers(packed, "places")).toEqual([0, 1, 2, 3, 5, 6, 7, 10, 4]);
		expect(packed.tokens).toBe(12);
	});

	it("name each supervised token, its answer and its verdict", () => {
		expect(packed.supervised).toBe(4);
		expect(numbers(packed, "picks")).toEqual([2, 3, 6, 7, 8, 8]);
		expect(numbers(packed, "targets")).toEqual([4, 9, 5, 8, 0, 0]);
		expect(numbers(packed, "valid")).toEqual([1, 1, 1, 1, 0, 0]);
		expect(numbers(packed, "ends")).toEqual([0, 1, 0, 0, 0, 0]);
		expect(numbers(packed, "origins")).toEqual([5, 5, 0, 1, 5, 5, 2, 3, 5]);
		expect(numbers(packed, "membership")).toEqual([
			[1, 1, 0, 0, 0, 0],
			[0, 0, 1, 0, 0, 0],
			[0, 0, 0, 1, 0, 0],
		]);
		expect(numbers(packed, "lengths")).toEqual([2, 1, 1]);
		expect(numbers(packed, "liked")).toEqual([1, 0, 1]);
		expect(numbers(packed, "pairValid")).toEqual([1]);
	});

	it("carry nothing that only shared prompts need", () => {
		expect(packed.buffers.owned).toBeUndefined();
		expect(packed.buffers.copies).toBeUndefined();
		expect(packed.buffers.lasts).toBeUndefined();
	});
});

describe("rows with shared prompts", () => {
	const packed = packRows([pair, single], { ...plain, sharePrompts: true });

	it("keep of a prompt only the token that predicts their first", () => {
		expect(numbers(packed, "ids")).toEqual([3, 4, 3, 7, 1, 2, 0]);
		expect(numbers(packed, "positions")).toEqual([2, 3, 2, 0, 0, 1, 0]);
		expect(numbers(packed, "slots")).toEqual([
			[4, 5, 0, 1, 6],
			[4, 5, 2, 6, 6],
			[3, 6, 6, 6, 6],
		]);
		expect(numbers(packed, "owned")).toEqual([
			[4, 5, 0, 1, 6],
			[6, 6, 2, 6, 6],
			[3, 6, 6, 6, 6],
		]);
		expect(numbers(packed, "places")).toEqual([2, 3, 7, 10, 0, 1, 4]);
		expect(numbers(packed, "copies")).toEqual([
			[0, 5],
			[1, 6],
			[4, 4],
		]);
	});

	it("predict from tokens of their own, in the same order", () => {
		expect(numbers(packed, "picks")).toEqual([0, 1, 2, 3, 6, 6]);
		expect(numbers(packed, "origins")).toEqual([0, 1, 2, 3, 5, 5, 5]);
		const apart = packRows([pair, single], plain);
		for (const name of ["targets", "valid", "ends", "membership", "lengths"])
			expect(numbers(packed, name)).toEqual(numbers(apart, name));
		expect(packed.tokens).toBe(apart.tokens);
	});

	it("share nothing from where they differ, or where a row predicts its first supervised token", () => {
		const early = packRows(
			[
				[
					row([1, 2, 3, 4, 5], [0, 0, 1, 0, 1]),
					row([1, 2, 3, 6], [0, 0, 0, 1]),
				],
				[row([1, 2, 3, 4], [0, 0, 0, 1]), row([1, 5, 3, 4], [0, 0, 0, 1])],
			],
			{ ...plain, sharePrompts: true },
		);
		const own = [2, 3, 4, 3, 3, 5, 3];
		expect(numbers(early, "ids")).toEqual([...own, 1, 2, 0]);
		// All four begin with the 1; the second and the third go on alike.
		expect(numbers(early, "slots")).toEqual([
			[7, 0, 1, 2, 9],
			[7, 8, 3, 9, 9],
			[7, 8, 4, 9, 9],
			[7, 5, 6, 9, 9],
		]);
		expect(numbers(early, "owned")).toEqual([
			[7, 0, 1, 2, 9],
			[9, 8, 3, 9, 9],
			[9, 9, 4, 9, 9],
			[9, 5, 6, 9, 9],
		]);
		expect(numbers(early, "copies")).toEqual([
			[0, 5, 10, 15],
			[6, 11, 4, 4],
			[4, 4, 4, 4],
		]);
	});

	it("leave an answer without supervised tokens aside", () => {
		const [chosen, rejected] = pair as [Example, Example];
		const mute = { ...chosen, mask: new Uint8Array(6) };
		const three = packRows([[chosen, mute, rejected]], {
			...plain,
			sharePrompts: true,
		});
		expect(numbers(three, "ids")).toEqual([3, 4, 3, 1, 2, 0]);
		expect(numbers(three, "copies")).toEqual([
			[0, 10],
			[1, 11],
			[4, 4],
		]);
		expect(numbers(three, "rowValid")).toEqual([1, 0, 1]);
	});

	it("need a blank copy where nothing is shared", () => {
		const alone = packRows([single], { ...plain, sharePrompts: true });
		expect(numbers(alone, "copies")).toEqual([[1]]);
		expect(numbers(alone, "owned")).toEqual(numbers(alone, "slots"));
	});
});

describe("whole rows", () => {
	it("end with their last supervised token, and say where it stands", () => {
		const mute = row([1, 2], [0, 0]);
		const whole = { ...plain, wholeRows: true };
		const apart = packRows([pair, [mute]], whole);
		expect(numbers(apart, "ids")).toEqual([1, 2, 3, 4, 9, 1, 2, 3, 5, 0]);
		expect(numbers(apart, "lasts")).toEqual([4, 8, 9]);
		expect(numbers(apart, "picks")).toEqual([2, 3, 7, 9]);
		const shared = packRows([pair, [mute]], { ...whole, sharePrompts: true });
		expect(numbers(shared, "ids")).toEqual([3, 4, 9, 3, 5, 1, 2, 0]);
		expect(numbers(shared, "lasts")).toEqual([2, 4, 7]);
	});
});
