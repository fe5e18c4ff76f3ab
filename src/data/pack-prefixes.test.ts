import { describe, expect, it } from "vitest";
import type { Example } from "./example.ts";
import { prefixBatches } from "./pack-prefixes.ts";

/** A row whose tokens from `from` on are supervised. */
function rowOf(ids: readonly number[], from: number): Example {
	const mask = new Uint8Array(ids.length).fill(1, from);
	return { id: "row", ids: Int32Array.from(ids), mask, liked: true };
}

const options = { windows: [null], chunks: 1 };

function packed(groups: readonly (readonly Example[])[], tokens = 100) {
	return [...prefixBatches(groups, tokens)].map((batch) => {
		const { buffers, supervised } = batch.pack(options);
		const data = (name: string) => Array.from(buffers[name]?.data ?? []);
		return { supervised, data, dims: buffers.slots?.dims, batch };
	});
}

describe("rows that begin alike", () => {
	it("have their common tokens packed once, over groups", () => {
		const [one] = packed([
			[rowOf([1, 2, 3, 7], 3), rowOf([1, 2, 3, 8], 3)],
			[rowOf([1, 2, 4, 5, 6], 3)],
		]);
		// 1 2 3, then 4 and 5 after 1 2; the last tokens are only predicted. A blank token follows.
		expect(one?.data("ids")).toEqual([1, 2, 3, 4, 5, 0]);
		expect(one?.data("positions")).toEqual([0, 1, 2, 2, 3, 0]);
		// Two rows of at most 4 tokens and a blank: both answers of the first group look back at the same tokens.
		expect(one?.dims).toEqual([2, 5]);
		expect(one?.data("slots")).toEqual([0, 1, 2, 5, 5, 0, 1, 3, 4, 5]);
		// 7 and 8 are predicted by the 3, 5 by the 4 and 6 by the 5.
		expect(one?.supervised).toBe(4);
		expect(one?.data("targets").slice(0, 4)).toEqual([7, 8, 5, 6]);
		expect(one?.data("picks").slice(0, 4)).toEqual([2, 2, 3, 4]);
	});

	it("leave every token at one of its own places", () => {
		const [one] = packed([
			[rowOf([1, 2, 3, 4], 2), rowOf([1, 2, 5, 4], 2)],
			[rowOf([1, 2], 1)],
		]);
		const slots = one?.data("slots") ?? [];
		for (const [token, place] of one?.data("places").entries() ?? [])
			expect(slots[place]).toBe(token);
	});

	it("fill micro-batches up to a number of packed tokens, whole groups at a time", () => {
		const prefix = [1, 2, 3, 4, 5, 6];
		const groups = [10, 20, 30, 40].map((id) => [
			rowOf([...prefix, id, 9], 7),
			rowOf([...prefix, id + 1, 9], 7),
		]);
		// Six common tokens and two of each group.
		const parts = packed(groups, 10);
		expect(parts.map(({ batch }) => batch.groups.length)).toEqual([2, 2]);
		expect(parts.flatMap(({ batch }) => batch.groups)).toEqual(groups);
		expect(packed(groups, 14)).toHaveLength(1);
		expect(packed(groups, 1)).toHaveLength(4);
	});

	it("may have nothing to score", () => {
		const [one] = packed([[rowOf([1, 2], 2)]]);
		expect(one?.supervised).toBe(0);
		expect(one?.data("ids")).toEqual([0]);
		expect(one?.dims).toEqual([1, 2]);
	});
});
