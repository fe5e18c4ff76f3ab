import type { Decoder } from "../../generate/decoder.ts";
import type { Tokenizer } from "../../text/tokenizer/tokenizer.ts";

/** A decoder that gives every row the same answer, then ends the turn; `prompts` keeps what it was shown. */
export function parrot(
	tokenizer: Tokenizer,
	answer: string,
	prompts: string[] = [],
): Decoder {
	const end = [...tokenizer.endOfTurn][0] ?? 0;
	const script = [...tokenizer.encode(answer, { addSpecial: false }), end];
	/** How many tokens of its answer each slot has seen. */
	let places: number[] = [];
	const logits = (slots: readonly number[]) => {
		const V = tokenizer.vocabSize;
		const out = new Float32Array(slots.length * V);
		for (const [b, slot] of slots.entries())
			out[b * V + (script[places[slot] ?? 0] ?? end)] = 9;
		return out;
	};
	return {
		vocabSize: tokenizer.vocabSize,
		maxLength: 128,
		reset(slots) {
			places = Array(slots).fill(0);
		},
		async prefill(batch) {
			for (const { slot, ids } of batch) {
				prompts.push(tokenizer.decode(ids, { skipSpecial: false }));
				places[slot] = 0;
			}
			return logits(batch.map(({ slot }) => slot));
		},
		copy(from, to, length) {
			places[to] = length === undefined ? (places[from] ?? 0) : 0;
		},
		async step(ids) {
			const slots = [...ids.keys()];
			for (const slot of slots) places[slot] = (places[slot] ?? 0) + 1;
			return logits(slots);
		},
	};
}
