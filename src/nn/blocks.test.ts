import { expect, test } from "vitest";
import type { StoredBlocks, StoredTensor } from "../core/dtype.ts";
import {
	blockFormatsOf,
	type HeldModel,
	inOneForm,
	isInBlocks,
} from "./blocks.ts";

const blocks = (bits: 4 | 8, hasMinima = false) =>
	({ bits, minima: hasMinima ? {} : null }) as StoredBlocks;

/** A model of two linear layers, with blocks or without. */
function modelOf(a: StoredBlocks | null, b: StoredBlocks | null): HeldModel {
	const layer = (name: string, held: StoredBlocks | null) =>
		[name, { name, ...(held && { blocks: held }) } as StoredTensor] as const;
	return {
		architecture: { linears: [{ path: "a" }, { path: "b" }] },
		tensors: new Map([layer("a.weight", a), layer("b.weight", b)]),
	};
}

test("a model is in blocks if all of its linear layers are", () => {
	expect(isInBlocks(modelOf(blocks(4), blocks(8)))).toBe(true);
	expect(isInBlocks(modelOf(blocks(4), null))).toBe(false);
});

test("formats have the names of llama.cpp", () => {
	expect(blockFormatsOf(modelOf(blocks(8), blocks(4, true)))).toEqual([
		"Q4_1",
		"Q8_0",
	]);
	expect(blockFormatsOf(modelOf(blocks(4), blocks(4)))).toEqual(["Q4_0"]);
});

test("a model and its base are both in blocks, or neither is", () => {
	const [model, base] = [modelOf(blocks(4), blocks(4)), modelOf(null, null)];
	const other = modelOf(blocks(8), blocks(8));
	expect(inOneForm(model, model)).toEqual([model, model]);
	expect(inOneForm(model, other)).toEqual([model, other]);
	for (const pair of [inOneForm(model, base), inOneForm(base, model)]) {
		expect(pair.map(isInBlocks)).toEqual([false, false]);
		expect(pair.map(({ tensors }) => [...tensors.keys()])).toEqual([
			["a.weight", "b.weight"],
			["a.weight", "b.weight"],
		]);
	}
});
