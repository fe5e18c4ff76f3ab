import { expect, it } from "vitest";
import type { Example } from "../../../data/example.ts";
import { cutByRow, inOrder, perRow, rowTensors, tokensOf } from "./rows.ts";

const row = (id: string, mask: number[], liked = true): Example => ({
	...{ id, liked },
	ids: Int32Array.from(mask, (_, i) => 10 * id.length + i),
	mask: Uint8Array.from(mask),
});
const a = row("a", [1, 0, 1]);
const bb = row("bb", [0, 1, 1, 1], false);
const ccc = row("ccc", [0]);

it("keeps rows in order and micro-batches within the limit", () => {
	const ids = (tokens: number) =>
		inOrder([a, bb, ccc], tokens).map((rows) => rows.map(({ id }) => id));
	expect(ids(7)).toEqual([["a", "bb"], ["ccc"]]);
	expect(ids(8)).toEqual([["a", "bb", "ccc"]]);
	expect(ids(2)).toEqual([["a"], ["bb"], ["ccc"]]);
	expect(inOrder([], 4)).toEqual([]);
	expect(tokensOf([a, bb, ccc])).toBe(8);
});

it("joins rows into the tensors of a request", () => {
	const tensors = rowTensors([[a, bb], [ccc]], "held.");
	const list = Object.entries(tensors).map(([name, { shape, data }]) => {
		expect(shape).toEqual([data.length]);
		return [name, data.constructor.name, [...data]];
	});
	expect(list).toEqual([
		["held.ids", "Int32Array", [10, 11, 12, 20, 21, 22, 23, 30]],
		["held.mask", "Uint8Array", [1, 0, 1, 0, 1, 1, 1, 0]],
		["held.lengths", "Int32Array", [3, 4, 1]],
		["held.liked", "Uint8Array", [1, 0, 1]],
		["held.groups", "Int32Array", [2, 1]],
	]);
});

it("cuts values by the supervised tokens of rows, of which position 0 is none", () => {
	const values = Float32Array.of(1, 2, 3, 4);
	const parts = cutByRow([a, bb, ccc], values);
	expect(parts.map((part) => [...part])).toEqual([[1], [2, 3, 4], []]);
});

it("takes a number or an array of each row", () => {
	const each = perRow([a, bb], ({ id }) => id.length);
	expect(each).toEqual({ shape: [2], data: Float32Array.of(1, 2) });
	const arrays = perRow([a, ccc], ({ ids }) => Float32Array.from(ids));
	expect([...arrays.data]).toEqual([10, 11, 12, 30]);
});
