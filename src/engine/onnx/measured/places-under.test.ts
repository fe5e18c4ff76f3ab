import { describe, expect, it } from "vitest";
import type { Decoder, SlotPrompt } from "../../../generate/decoder.ts";
import { placeOf, placesUnder } from "./places-under.ts";

const V = 6;

/** A model of which the likeliest next token is one more than the last, then two more, and so on around. */
function countingDecoder(): Decoder {
	const logits = (ids: readonly number[]) => {
		const all = new Float32Array(ids.length * V);
		for (const [b, last] of ids.entries())
			for (let id = 0; id < V; id++)
				all[b * V + id] = -((id - last - 1 + 2 * V) % V);
		return all;
	};
	return {
		...{ vocabSize: V, maxLength: 32, reset() {}, copy() {} },
		prefill: async (prompts: readonly SlotPrompt[]) =>
			logits(prompts.map(({ ids }) => ids.at(-1) as number)),
		step: async (ids) => logits([...ids]),
	};
}

describe("the places of tokens", () => {
	it("ranks a token by those that are likelier", () => {
		const logits = Float32Array.of(0.1, 3, 2, 2, -1);
		expect([1, 2, 3, 0, 4].map((id) => placeOf(id, logits))).toEqual(
			[0, 1, 2, 3, 4].map((rank) => ({ rank, first: 1 })),
		);
	});

	it("follows each answer under the base, whatever is read beside it", async () => {
		const answers = [
			{ prompt: Int32Array.of(0), ids: [1, 2, 3] },
			{ prompt: Int32Array.of(4, 0), ids: [2] },
			{ prompt: Int32Array.of(2), ids: [] },
			{ prompt: Int32Array.of(5), ids: [0, 3, 3, 1, 2] },
		];
		const expected = [[0, 0, 0], [1], [], [0, 2, 5, 3, 0]];
		for (const slots of [1, 2, 8]) {
			const places = await placesUnder(countingDecoder(), answers, slots);
			expect(places.map(({ ranks }) => [...ranks])).toEqual(expected);
			expect(places.map(({ firsts }) => [...firsts])).toEqual(
				answers.map(({ prompt, ids }) =>
					[prompt.at(-1) ?? 0, ...ids]
						.slice(0, ids.length)
						.map((last) => (last + 1) % V),
				),
			);
		}
	});
});
